"""Logs that a machine can read: one JSON object a line, each with the id of its request."""

import contextvars
import datetime
import json
import logging

_request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
# What a plain LogRecord carries; everything else was given by the caller as `extra`.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "request_id", "request"}


def current_request_id() -> str:
    """Return the id of the request being answered, or an empty text outside a request."""
    return _request_id.get()


def bind_request_id(request_id: str) -> contextvars.Token[str]:
    """Give the present context its request id; the token undoes it."""
    return _request_id.set(request_id)


def unbind_request_id(token: contextvars.Token[str]) -> None:
    """Take back what `bind_request_id` gave."""
    _request_id.reset(token)


class RequestIdFilter(logging.Filter):
    """Stamp every record with the current request id."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always let the record pass."""
        record.request_id = current_request_id()
        return True


class JsonFormatter(logging.Formatter):
    """Write a record as one line of JSON; `extra` values become fields of their own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := getattr(record, "request_id", ""):
            line["request_id"] = request_id
        extra = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        line |= extra
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)
