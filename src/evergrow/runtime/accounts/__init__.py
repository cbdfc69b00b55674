"""Who runs this Evergrow, and in which currency, time zone and language it speaks to them."""

from evergrow.runtime.accounts.change_account import change_account, read_account
from evergrow.runtime.accounts.change_operator import change_operator
from evergrow.runtime.accounts.own import create_owner, needs_owner, operator_for_demo
from evergrow.runtime.accounts.sessions import issue_session, operator_of_session
from evergrow.runtime.accounts.sign_in import SignInLimit, sign_in
from evergrow.runtime.accounts.spec import Account, Operator

__all__ = [
    "Account",
    "Operator",
    "SignInLimit",
    "change_account",
    "change_operator",
    "create_owner",
    "issue_session",
    "needs_owner",
    "operator_for_demo",
    "operator_of_session",
    "read_account",
    "sign_in",
]
