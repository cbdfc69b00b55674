"""Where things are kept: the durable log, the state of record, and the warehouse.

The only room that opens connections, executes and commits. Others hand it statements and expressions.
"""
