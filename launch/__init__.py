"""Starts the portal from a bare clone. Plain Python without any library: nothing is installed yet.

`__main__` picks a fit Python, `machine` looks whether the machine can do it, `installing` makes the
virtual environment, `running` hands over to its Python, in which `serving` sets up and keeps the
`children` alive. `checking` runs gates and tests, `locking` writes the lock files.
"""
