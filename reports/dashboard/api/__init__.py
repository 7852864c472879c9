"""The REST API under /api/v1: what the pages show, for programs; described by /api/v1/openapi.json.

`surface` puts it together, `access` says who may ask, `paging` how much at once, `models*` what is answered.  The
modules with routes have no postponed annotations, because FastAPI reads the parameters off them.
"""
