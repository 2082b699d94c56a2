"""The program in a response: code blocks among prose, thinking left out."""

import re

FENCE = re.compile(r"^([ \t]*)(`{3,}|~{3,})[ \t]*(.*)$")
PYTHON_TAG = re.compile(
    r"^(?:|py|python[\d.]*|py3|ipython[\d.]*|pycon|python-repl|sage|code|text|plaintext|txt|plain|solution)$", re.I
)
THINKING = re.compile(r"(?P<open><(?:think|thinking|thought|reasoning)>)|(?P<close></(?:think|thinking|thought|reasoning)>)", re.I)
TURN_ENDS = re.compile(r"<\|(?:im_end|eot_id|end|endoftext|end_of_text|return)\|>|</s>\s*$|<end_of_turn>")
STATEMENT = re.compile(
    r"^\s*(import\s|from\s+\S+\s+import\b|def\s|async\s+def\s|class\s|@\w|if\s.*:|for\s.*:|while\s.*:|with\s.*:|try:"
    r"|except\b.*:|else:|elif\s.*:|finally:|return\b|print\(|[A-Za-z_][\w.\[\], \t]*[-+*/%|&]?=(?!=)|#|[\w.]+\(.*\)\s*$)"
)
PROGRAM = re.compile(r"\bprint\s*\(|\binput\s*\(|\bsys\.std|^[ \t]*(?:import\s+\w+|from\s+\w+\s+import\b)", re.M)
DEFINED = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]{0,80})?=(?!=)|^import[ \t]+(\w+)|^from[ \t]+[\w.]+[ \t]+import[ \t]+(\w+)", re.M)


def without_thinking(text):
    """The response behind its thinking; thinking that never ends is all there is."""
    kept, at, depth = "", 0, 0
    for found in THINKING.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
        # In quotes a tag is spoken of, and no tag.
        if before and before in "\"'`" and after and after in "\"'`":
            continue
        if found["open"]:
            if depth == 0:
                kept += text[at : found.start()]
            depth += 1
        else:
            if depth == 0:
                kept = ""
            depth = 0
        at = found.end()
    return TURN_ENDS.sub("", kept if depth else kept + text[at:])


def blocks_of(text):
    """[(tag, code)] of the fenced blocks, and the text outside of them; a fence that is never closed runs to the end."""
    lines, blocks, outside, at = re.split(r"\r?\n", text), [], [], 0
    while at < len(lines):
        opening = FENCE.match(lines[at])
        if not opening:
            outside.append(lines[at])
            at += 1
            continue
        indent, mark, info = opening.groups()
        if mark[0] == "`" and mark in info:
            content = info[: info.index(mark)].strip()
            tagged = re.match(r"(?:python|py)\s+(\S.*)$", content, re.I)
            if content:
                blocks.append(("python" if tagged else "", tagged[1] if tagged else content))
            at += 1
            continue
        tag = re.match(r"\{?\.?([^\s`{}:,;=(]*)", info.strip())[1]
        body, at = [], at + 1
        while at < len(lines):
            closing = FENCE.match(lines[at])
            if closing and closing[2].startswith(mark) and not closing[3].strip() and len(closing[1]) <= len(indent) + 3:
                break
            line = lines[at]
            ends = line.rstrip().endswith(mark) and line.strip().rstrip(mark[0]).strip() != ""
            if ends and mark[0] not in line.rstrip()[: -len(mark)]:
                body.append(undented(line.rstrip()[: -len(mark)], indent))
                break
            body.append(undented(line, indent))
            at += 1
        at += 1
        blocks.append((tag, "\n".join(body)))
    return blocks, "\n".join(outside)


def undented(line, indent):
    own = len(line) - len(line.lstrip(" \t"))
    return line[min(own, len(indent)) :]


def function_in(response, name):
    """The code that should define `name`, or None."""
    defines = re.compile(rf"^[ \t]*(?:async\s+def|def|class)\s+{re.escape(name)}\b|^{re.escape(name)}\s*(?::[^=\n]*)?=(?!=)", re.M)
    return code_in(response, defines, name, lambda code: bool(defines.search(code)))


def program_in(response):
    """A whole program, or None."""
    return code_in(response, PROGRAM, None, lambda code: bool(re.search(r"[a-z_]\w*\s?\(|=|;", code, re.I)))


def code_in(response, shows, name, fits):
    blocks, outside = blocks_of(without_thinking(response))
    if not blocks:
        return unfenced(outside, shows)
    blocks = [code for tag, code in blocks if PYTHON_TAG.match(tag)]
    if not blocks:
        return None
    at = max((i for i, code in enumerate(blocks) if fits(code)), default=len(blocks) - 1)
    code = cleaned(with_needs(blocks, at, name))
    return code if code.strip() else None


def with_needs(blocks, at, name):
    """Block `at` behind the blocks before it that define what it uses."""
    code = blocks[at]

    def defined(text):
        return {next(filter(None, found.groups())) for found in DEFINED.finditer(text)}

    for earlier in reversed(blocks[max(0, at - 12) : at]):
        gives = defined(earlier)
        if name in gives:
            continue
        if (gives - defined(code)) & set(re.findall(r"[A-Za-z_$][\w$]*", code)):
            code = f"{earlier}\n{code}"
    return code


def unfenced(text, shows):
    """From the first line that begins a statement to the last line before prose."""
    if not shows.search(text):
        return None
    lines = re.split(r"\r?\n", text)

    def begins(line):
        return STATEMENT.match(line) or shows.search(line)

    first = next(i for i, line in enumerate(lines) if begins(line))
    last, opened = first, 0
    for i in range(first, len(lines)):
        line = lines[i]
        if opened <= 0 and not re.match(r"\s+\S|$", line) and not begins(line) and not re.match(r"[)\]}'\"]", line):
            break
        if line.strip():
            last = i
        plain = re.sub(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|#.*", "", line)
        opened += sum(c in "([{" for c in plain) - sum(c in ")]}" for c in plain)
    margin = re.match(r"[ \t]*", lines[first])[0]
    code = "\n".join(line.removeprefix(margin) for line in lines[first : last + 1])
    return cleaned(code) if code.strip() else None


def cleaned(code):
    """Without signs of a page, and without the prompts of an interpreter."""
    code = re.sub(r"[\u00a0\u202f]", " ", re.sub(r"[\ufeff\u200b]", "", code))
    prompt = re.compile(r"[ \t]*(?:>>>|In \[\d{1,4}\]:)(?: |$)")
    lines = code.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if not prompt.match(first):
        return code
    more = re.compile(r"[ \t]*\.\.\.(?: |$)")
    return "\n".join(more.sub("", prompt.sub("", line, 1), 1) for line in lines if prompt.match(line) or more.match(line))
