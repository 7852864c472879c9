"""The pages: a module an idea, each with a router; `reports.dashboard.app` puts them together.

The modules of this package have no postponed annotations, because FastAPI reads the parameters off them.
"""
