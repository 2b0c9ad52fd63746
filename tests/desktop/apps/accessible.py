"""Uses programs as a screen reader does: by role and visible name. For the system's Python (pyatspi).

Takes a JSON list of steps as its argument and prints the list of their answers. A step has ``do`` and says
what it means by ``role`` and ``name`` (and ``app``, a part of the program's name; ``index`` among equals;
``within``, name of a window or group around it; ``states`` it has to have, such as ``["focused"]``):

    find, gone      wait until it is there and showing, or is not
    press           its first action (buttons, menu items, list items), or the one named ``action``
    write           replace its text by ``text``
    read            its text
    select          make it the selected one of its list
    focus           give it the keyboard
    where           its rectangle on the screen once it rests: x, y, width, height; and the title of its window
    states          names of its states
    items           name, rectangle and states of everything in a list
    tree            everything that shows: role, name, depth
    nameless        interactive elements that show but have no name
"""

import contextlib
import itertools
import json
import sys
import time

import pyatspi

PATIENCE_S = 10.0
AT_REST_S = 0.1
INTERACTIVE = {
    "push button", "toggle button", "check box", "radio button", "text", "password text", "spin button",
    "combo box", "menu item", "check menu item", "radio menu item", "page tab", "slider", "list", "table",
    "tree table", "entry", "link", "menu", "date editor",
}  # fmt: skip


def applications(part):
    desktop = pyatspi.Registry.getDesktop(0)
    for app in desktop:
        if app is not None and part.casefold() in (app.name or "").casefold():
            yield app


def showing(node):
    try:
        return node.getState().contains(pyatspi.STATE_SHOWING)
    except (LookupError, RuntimeError):
        return False


def walk(node, depth=0, hidden_too=False):
    if node is None:
        return
    try:
        yield node, depth
        children = [node.getChildAtIndex(i) for i in range(min(node.childCount, 2000))]
    except (LookupError, RuntimeError):
        return
    for child in children:
        if child is not None and (hidden_too or depth == 0 or showing(child)):
            yield from walk(child, depth + 1, hidden_too)


def matches(node, step):
    try:
        if "role" in step and node.getRoleName() != step["role"]:
            return False
        name = node.name or ""
    except (LookupError, RuntimeError):
        return False
    if "name" in step and name != step["name"]:
        return False
    if "starts" in step and not name.startswith(step["starts"]):
        return False
    return "states" not in step or set(step["states"]) <= set(states(node, step))


def everything(step):
    for app in applications(step.get("app", "")):
        if "within" not in step:
            yield from walk(app, hidden_too=step.get("hidden", False))
            continue
        for node, _ in walk(app):
            if (node.name or "") == step["within"]:
                yield from walk(node)


def fits(node, step):
    """Whether it can do what is asked: labels and frames often carry the same name as the button."""
    try:
        if step["do"] == "press":
            return node.queryAction().nActions > 0
        if step["do"] == "write":
            return node.queryEditableText() is not None
        if step["do"] == "read":
            return node.queryText() is not None
    except (NotImplementedError, LookupError, RuntimeError):
        return False
    return True


def look(step):
    found = (node for node, _ in everything(step) if matches(node, step) and fits(node, step))
    return next(itertools.islice(found, step.get("index", 0), None), None)


def wait_for(step, present=True):
    deadline = time.monotonic() + step.get("patience", PATIENCE_S)
    while True:
        node = look(step)
        if (node is not None) is present:
            return node
        if time.monotonic() > deadline:
            shown = [
                f"{n.getRoleName()} {n.name!r}" for n, _ in everything({"app": step.get("app", "")}) if n.name
            ]
            verb = "not found" if present else "still there"
            raise SystemExit(f"{verb}: {step}; showing: {shown[:150]}")
        time.sleep(0.05)


def press(node, step):
    actions = node.queryAction()
    wanted = step.get("action")
    names = [actions.getName(i) for i in range(actions.nActions)]
    number = names.index(wanted) if wanted else 0
    actions.doAction(number)
    return names


def write(node, step):
    node.queryEditableText().setTextContents(step["text"])
    return True


def read(node, step):
    text = node.queryText()
    return text.getText(0, text.characterCount)


def select(node, step):
    return node.parent.querySelection().selectChild(node.getIndexInParent())


def focus(node, step):
    return node.queryComponent().grabFocus()


def where(node, step):
    """Only what has stopped moving can be pressed: windows are still placed, and lists filled, as they appear."""
    deadline = time.monotonic() + PATIENCE_S
    last = None
    while True:
        with contextlib.suppress(LookupError, RuntimeError):
            box = rectangle(node)
            if box == last:
                return {**box, "window": title_of(node)}
            last = box
        if time.monotonic() > deadline:
            raise SystemExit(f"never at rest: {step}; last seen at {last}")
        time.sleep(AT_REST_S)
        node = wait_for(step)


def rectangle(node):
    box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def title_of(node):
    while node is not None and node.getRoleName() not in ("frame", "dialog"):
        node = node.parent
    return "" if node is None else node.name or ""


def states(node, step):
    try:
        return [pyatspi.stateToString(state) for state in node.getState().getStates()]
    except (LookupError, RuntimeError):
        return []


def items(node, step):
    out = []
    for place in range(min(node.childCount, 2000)):
        child = node.getChildAtIndex(place)
        if child is not None:
            out.append({"name": child.name or "", **rectangle(child), "states": states(child, step)})
    return out


def found(node, step):
    return {"role": node.getRoleName(), "name": node.name, "description": node.description}


def tree(step):
    return [[n.getRoleName(), n.name or "", depth] for n, depth in everything(step)]


def nameless(step):
    out = []
    for node, _ in everything(step):
        if node.getRoleName() in INTERACTIVE and not (node.name or "").strip():
            out.append([node.getRoleName(), node.parent.name or "", node.description or ""])
    return out


ON_NODE = {
    "find": found, "press": press, "write": write, "read": read, "select": select, "focus": focus,
    "where": where, "states": states,
    "items": items,
}  # fmt: skip
ON_ALL = {"tree": tree, "nameless": nameless}


def run(step):
    if step["do"] == "gone":
        wait_for(step, present=False)
        return True
    if step["do"] in ON_ALL:
        return ON_ALL[step["do"]](step)
    return ON_NODE[step["do"]](wait_for(step), step)


print(json.dumps([run(step) for step in json.loads(sys.argv[1])]))
