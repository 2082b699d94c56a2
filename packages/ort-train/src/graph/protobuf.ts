/** The few protobuf encodings that an ONNX file needs (wire types varint, 32-bit and length-delimited). */
export class Message {
  private readonly parts: Uint8Array[] = []
  private length = 0

  varint(field: number, value: number | bigint): this {
    return this.push(key(field, 0), varint(BigInt(value)))
  }

  float(field: number, value: number): this {
    return this.push(key(field, 5), new Uint8Array(Float32Array.of(value).buffer))
  }

  bytes(field: number, ...value: readonly Uint8Array[]): this {
    const length = value.reduce((sum, part) => sum + part.length, 0)
    return this.push(key(field, 2), varint(BigInt(length)), ...value)
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value))
  }

  message(field: number, value: Message): this {
    return this.push(key(field, 2), varint(BigInt(value.length)), ...value.parts)
  }

  /** Packed repeated int64. */
  packed(field: number, values: readonly (number | bigint)[]): this {
    return this.bytes(field, join(values.map((value) => varint(BigInt(value)))))
  }

  /** The one place where bytes are copied, however deep a message lies: a model's weights are most of it. */
  encode(): Uint8Array {
    return join(this.parts)
  }

  private push(...parts: readonly Uint8Array[]): this {
    for (const part of parts) {
      this.parts.push(part)
      this.length += part.length
    }
    return this
  }
}

function key(field: number, wire: number): Uint8Array {
  return varint(BigInt((field << 3) | wire))
}

/** Negative numbers take ten bytes, as int64 does. */
function varint(value: bigint): Uint8Array {
  let rest = BigInt.asUintN(64, value)
  const bytes: number[] = []
  do {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    bytes.push(rest ? low | 0x80 : low)
  } while (rest)
  return Uint8Array.from(bytes)
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
