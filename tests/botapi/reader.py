"""The independent reader: aiogram's models read every payload that goes out and every call that comes in.

A field that the models do not know, a wrong type, a missing one: each is a complaint. It costs about as much as the
rest of the server, and aiogram is loaded late, so that benchmarks can do without.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError


@cache
def models() -> dict[str, type[BaseModel]]:
    """aiogram's model of each method, by its name in small letters."""
    import aiogram.methods

    found = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    named = ((getattr(model, "__api_method__", None), model) for model in found)
    return {name.lower(): model for name, model in named if isinstance(name, str)}


def known(method: str) -> bool:
    """Whether Telegram has a method of this name."""
    return method.lower() in models()


class Reader:
    """Reads along, and says what it does not understand."""

    def __init__(self) -> None:
        from aiogram.types import Update

        self._update = Update

    def update(self, update: Mapping[str, Any]) -> list[str]:
        """Complaints about an update."""
        kind = next((key for key in update if key != "update_id"), "update")
        return [f"update {kind}: {what}" for what in self._read(self._update.model_validate, update)]

    def result(self, method: str, result: Any) -> list[str]:
        """Complaints about what a method gave back."""
        return [f"result of {method}: {what}" for what in self._read(_returned(method.lower()).validate_python, result)]

    def request(self, method: str, given: Mapping[str, str], uploads: Iterator[str]) -> list[str]:
        """Complaints about a call: unknown parameters, missing ones, values of a wrong type."""
        model = models()[method.lower()]
        values = {name: _value(model, name, text) for name, text in given.items()}
        for name in uploads:
            if name in model.model_fields:
                values.setdefault(name, f"attach://{name}")
        return [f"call of {method}: {what}" for what in self._read(model.model_validate, values)]

    def _read(self, validate: Any, payload: Any) -> list[str]:
        try:
            return list(_strays(validate(payload), ""))
        except ValidationError as error:
            return ["; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())]


@cache
def _returned(method: str) -> TypeAdapter[Any]:
    return TypeAdapter(models()[method].__returning__)  # type: ignore[attr-defined]


def _value(model: type[BaseModel], name: str, text: str) -> Any:
    field = model.model_fields.get(name)
    if field is None or _takes_text(field.annotation):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _takes_text(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, types.UnionType):
        return any(_takes_text(one) for one in get_args(annotation))
    return annotation is str


def _strays(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in value.model_extra or ():
            yield f"unknown field {path}{name}"
        for name in value.model_fields_set:
            yield from _strays(getattr(value, name, None), f"{path}{name}.")
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _strays(one, path)
