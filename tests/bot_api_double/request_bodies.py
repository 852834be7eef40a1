"""Reads what a request carries: its parameters and uploaded files.

Forms: https://core.telegram.org/bots/api#making-requests.
"""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from tests.bot_api_double.records import Upload

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')
_NAME = re.compile(r'\bname="([^"]*)"')
_FILE_NAME = re.compile(r'\bfilename="([^"]*)"')
_CONTENT_TYPE = re.compile(r"^content-type:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


def read_request(body: bytes, request: Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """Give parameters, those that are objects as JSON, and files by the name of their field."""
    content_type = request.headers.get("content-type", "")
    query = dict(request.query_params)
    if content_type.startswith("multipart/form-data"):
        parameters, uploads = read_multipart(body, content_type)
        return query | parameters, uploads
    if content_type.startswith("application/json"):
        decoded: dict[str, Any] = json.loads(body or b"{}")
        return query | {
            key: value if isinstance(value, str) else json.dumps(value)
            for key, value in decoded.items()
        }, {}
    return query | dict(parse_qsl(body.decode(), keep_blank_values=True)), {}


def read_multipart(body: bytes, content_type: str) -> tuple[dict[str, str], dict[str, Upload]]:
    """Take a multipart form apart: its texts, and its files."""
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        return {}, {}
    parameters: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.group(1).encode())[1:]:
        raw_head, found, content = part.partition(b"\r\n\r\n")
        head = raw_head.decode()
        name = _NAME.search(head)
        if not found or name is None:  # the end of the form
            continue
        file_name = _FILE_NAME.search(head)
        if file_name is None:
            parameters[name.group(1)] = content.decode()
        else:
            kind = _CONTENT_TYPE.search(head)
            uploads[name.group(1)] = Upload(
                file_name.group(1), content, kind.group(1) if kind else ""
            )
    return parameters, uploads
