"""What the OpenAPI description says beyond what the library reads from the views."""

REFUSALS = {
    "400": "A filter has a value that nobody knows.",
    "404": "There is no such thing, or no such page of the list.",
    "429": "Too many requests; try again in a minute.",
}


def name_refusals(result: dict, generator: object, request: object, public: bool) -> dict:
    """Add to every operation the answers it gives when it refuses; return the description.

    A postprocessing hook of drf-spectacular. Each refusal is an object with its reason.
    """
    content = {"application/json": {"schema": {"type": "object", "additionalProperties": True}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            for status, words in REFUSALS.items():
                operation["responses"].setdefault(
                    status, {"description": words, "content": content}
                )
    return result
