/** Numbers of 64 bits for kernels, (low, high): sums that no order of adding changes, which floats are not. */
export const wholeNumbers = `
fn high(a: u32, b: u32) -> u32 {
  let al = a & 0xffffu; let ah = a >> 16u; let bl = b & 0xffffu; let bh = b >> 16u;
  let mid = ah * bl + ((al * bl) >> 16u);
  let other = al * bh + (mid & 0xffffu);
  return ah * bh + (mid >> 16u) + (other >> 16u);
}
fn plus(a: vec2u, b: vec2u) -> vec2u { let low = a.x + b.x; return vec2u(low, a.y + b.y + select(0u, 1u, low < a.x)); }
fn minus(a: vec2u, b: vec2u) -> vec2u { return vec2u(a.x - b.x, a.y - b.y - select(0u, 1u, a.x < b.x)); }
fn greater(a: vec2u, b: vec2u) -> bool { return a.y > b.y || (a.y == b.y && a.x > b.x); }
fn product(a: u32, b: u32) -> vec2u { return vec2u(a * b, high(a, b)); }
/** a * b / 2^32 */
fn part(a: vec2u, b: u32) -> vec2u { return plus(product(a.y, b), vec2u(high(a.x, b), 0u)); }
/** A float in two's complement with 32 bits of fraction. */
fn fixed(x: f32) -> vec2u {
  let bits = bitcast<u32>(x);
  let exponent = (bits >> 23u) & 255u;
  let m = (bits & 0x7fffffu) | select(0u, 0x800000u, exponent > 0u);
  var v = vec2u(0u);
  if (exponent >= 118u) {
    let s = min(exponent - 118u, 39u);
    if (s >= 32u) { v = vec2u(0u, m << (s - 32u)); }
    else if (s == 0u) { v = vec2u(m, 0u); }
    else { v = vec2u(m << s, m >> (32u - s)); }
  } else if (exponent > 86u) { v = vec2u(m >> (118u - exponent), 0u); }
  if (bits >> 31u == 1u) { return minus(vec2u(0u), v); }
  return v;
}`
