"""The list in a context URL of what is selected and expanded (Part 1, 10.7 to 10.9)."""

from collections.abc import Iterator, Sequence

from api.odata.expansion import Expansion, Form
from api.odata.headers.versions import ODataVersion
from api.odata.model import Property


def select_list(
    select: Sequence[Property] | None, expand: Sequence[Expansion], version: ODataVersion
) -> str:
    """The list without its parentheses; empty where everything is as declared.

    Expanded navigations are told by 4.01 in any case, by 4.0 where something is selected.
    """
    if select is None and not expand:
        return ""
    names = [each.name for each in select or ()]
    return ",".join([*names, *_expanded(expand, version, selected=select is not None)])


def _expanded(
    expand: Sequence[Expansion], version: ODataVersion, *, selected: bool
) -> Iterator[str]:
    for each in expand:
        if each.form is not Form.ENTITIES:
            continue
        inner = select_list(each.options.select, each.options.expand, version)
        name = each.navigation.name + ("+" if each.levels > 1 else "")
        if inner or version is not ODataVersion.V4_0:
            yield f"{name}({inner})"
        elif selected:
            yield name
