"""The diagram as an inline picture."""


def draw(diagram, process, language, role_name, current, passed) -> str:
    """Placeholder until the drawing lands."""
    return '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 10 10"></svg>'
