/** Whether a quantity's unit is one of a problem's, and what the quantity is in it. */
import type { Quantity } from './quantity.ts'
import type { KnownUnit } from './unit-table.ts'
import { readUnit, sameDimensions } from './units.ts'

/**
 * The value in `unit`, where the quantity's own unit is that, converts to it, or is among `others` (each with what
 * one of it is in `unit`). Without a unit of its own a quantity is taken to be in `unit`. Null: another kind of unit.
 */
export function inUnitOf(
  quantity: Quantity,
  unit: string | undefined,
  others: Readonly<Record<string, number>> = {},
): number | null {
  const { value } = quantity
  // A percentage is a number of its own; things that are counted, and units nobody asked for, are not.
  if (unit === undefined && quantity.unit !== null && LARGE.test(quantity.unit)) return null
  if (unit === undefined)
    return quantity.known && isShare(quantity.known) ? value * quantity.known.factor : value
  if (quantity.unit === null) return value
  if (sameName(quantity.unit, unit)) return value
  const other = Object.entries(others).find(
    ([name]) => sameName(name, quantity.unit!) || sameUnit(readUnit(name), quantity.known),
  )
  if (other) return value * other[1]
  const wanted = readUnit(unit)
  if (wanted && quantity.known && sameDimensions(wanted.dimensions, quantity.known.dimensions))
    return (
      (value * quantity.known.factor + (quantity.known.offset ?? 0) - (wanted.offset ?? 0)) / wanted.factor
    )
  // "10 apples left" where apples are asked for.
  if (!wanted && !quantity.known && sameName(quantity.unit.split(/\s+/)[0]!, unit)) return value
  return null
}

/** Where no unit is asked for, 10K and 10M are thousands and millions as much as kelvin and moles. */
const LARGE = /^[KMBGT]$/

const isShare = ({ dimensions }: KnownUnit) => Object.keys(dimensions).length === 0

function sameUnit(a: KnownUnit | null, b: KnownUnit | null): boolean {
  return (
    a !== null &&
    b !== null &&
    (a.offset ?? 0) === (b.offset ?? 0) &&
    Math.abs(a.factor / b.factor - 1) < 1e-12 &&
    sameDimensions(a.dimensions, b.dimensions)
  )
}

function sameName(a: string, b: string): boolean {
  const form = (name: string) =>
    name
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/\u00b5/g, '\u03bc')
      .replace(/\u2126/g, '\u03a9')
  // Capitals count in symbols, not in names.
  const plain = (name: string) =>
    name.length > 3 && /^[\p{L} ]+$/u.test(name) ? form(name).toLowerCase().replace(/s$/, '') : form(name)
  return plain(a) === plain(b)
}
