"""What runs and when: register, configuration, plan, scan, schedule, command line."""
