"""Writes reference/gguf/blocks.json: raw GGUF blocks of every type that the lab reads, and what `gguf` makes of them."""
import base64
import json
import warnings
from pathlib import Path

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType as Q
from gguf.quants import dequantize, quantize

warnings.simplefilter("ignore")
rng = np.random.default_rng(20260211)

# f16 scales: ordinary, negative, zero, negative zero, smallest subnormal, a subnormal, smallest normal, largest.
ODD = np.array([0.0123, -0.5, 0.0, -0.0, 2.0**-24, 33 * 2.0**-24, 2.0**-14, 65504.0], dtype=np.float16)

# Where the f16 fields of a block begin, by type.
F16_FIELDS = {Q.Q8_0: [0], Q.Q4_0: [0], Q.Q4_1: [0, 2], Q.Q4_K: [0, 2], Q.Q5_K: [0, 2], Q.Q6_K: [208], Q.Q5_0: [0], Q.Q5_1: [0, 2]}


def quantised(kind: Q) -> tuple[list[int], np.ndarray]:
    """Blocks of random bytes, every odd scale among them: [4, 2 blocks]."""
    size, width = GGML_QUANT_SIZES[kind]
    blocks = rng.integers(0, 256, (8, width), dtype=np.uint8)
    for nth, offset in enumerate(F16_FIELDS[kind]):
        blocks[:, offset : offset + 2] = np.roll(ODD, 3 * nth).view(np.uint8).reshape(8, 2)
    return [4, 2 * size], blocks.reshape(4, 2 * width)


def plain(kind: Q) -> tuple[list[int], np.ndarray]:
    values = np.concatenate([rng.normal(0, 1, 20), [0.0, -0.0, 1e-40, -1e-45, 6e-8, 1e-5, 65504.0, -65504.0, 1.0, -1.0, np.inf, -np.inf]]).astype(np.float32)
    match kind:
        case Q.F32:
            data = values
        case Q.F16:
            data = values.astype(np.float16)
        case Q.BF16:
            data = (values.view(np.uint32) >> 16).astype(np.uint16)
    return [4, 8], data.reshape(4, 8).view(np.uint8)


def case(kind: Q, shape: list[int], data: np.ndarray) -> dict:
    values = dequantize(data.view(np.float32) if kind == Q.F32 else data.view(np.float16) if kind == Q.F16 else data, kind)
    assert list(values.shape) == shape, (kind, values.shape, shape)
    return {
        "type": kind.name,
        "shape": shape,
        "bytes": base64.b64encode(data.tobytes()).decode(),
        "values": base64.b64encode(np.ascontiguousarray(values, dtype="<f4").tobytes()).decode(),
    }


cases = [case(kind, *plain(kind)) for kind in (Q.F32, Q.F16, Q.BF16)]
cases += [case(kind, *quantised(kind)) for kind in F16_FIELDS]
# Blocks as a quantiser writes them, for the types that the package can write.
weights = rng.normal(0, 0.02, (2, 64)).astype(np.float32)
cases += [case(kind, [2, 64], quantize(weights, kind)) for kind in (Q.Q8_0, Q.Q4_0, Q.Q4_1, Q.Q5_0, Q.Q5_1)]

out = Path(__file__).parents[1] / "gguf" / "blocks.json"
out.write_text(json.dumps({"cases": cases}, indent=1) + "\n")
print(f"{out}: {len(cases)} cases")
