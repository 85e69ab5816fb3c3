"""Starts the portal from a bare clone. Plain Python without any library: nothing is installed yet.

`__main__` picks a fit Python, `machine` looks whether the machine can do it, `installing` makes the
virtual environment, `running` fills the database and serves, `supervising` keeps the processes
alive and ends them, `checking` runs gates and tests.
"""
