/**
 * Units by their names and symbols, each as what one of it is in the base units. Base units: m, kg, s, A, K, mol, cd,
 * and beside them radian, bit and the currencies, which convert to nothing else.
 */

/** Powers of base units. */
export type Dimensions = Readonly<Record<string, number>>

export interface KnownUnit {
  factor: number
  dimensions: Dimensions
  /** What of it is added to reach the base unit: degrees Celsius and Fahrenheit. */
  offset?: number
}

const D = {
  none: {}, length: { m: 1 }, mass: { kg: 1 }, time: { s: 1 }, current: { A: 1 }, heat: { K: 1 }, amount: { mol: 1 },
  light: { cd: 1 }, angle: { rad: 1 }, bits: { bit: 1 }, area: { m: 2 }, volume: { m: 3 }, frequency: { s: -1 },
  force: { kg: 1, m: 1, s: -2 }, energy: { kg: 1, m: 2, s: -2 }, power: { kg: 1, m: 2, s: -3 },
  pressure: { kg: 1, m: -1, s: -2 }, charge: { A: 1, s: 1 }, voltage: { kg: 1, m: 2, s: -3, A: -1 },
  resistance: { kg: 1, m: 2, s: -3, A: -2 }, conductance: { kg: -1, m: -2, s: 3, A: 2 },
  capacity: { kg: -1, m: -2, s: 4, A: 2 }, inductance: { kg: 1, m: 2, s: -2, A: -2 }, flux: { kg: 1, m: 2, s: -2, A: -1 },
  field: { kg: 1, s: -2, A: -1 }, speed: { m: 1, s: -1 }, concentration: { mol: 1, m: -3 }, dose: { m: 2, s: -2 },
  catalysis: { mol: 1, s: -1 }, lux: { cd: 1, m: -2 },
} as const satisfies Record<string, Dimensions> // prettier-ignore

/** symbols | names | factor | dimensions | prefixes are put before it. Names are plural with an s; irregular plurals are written. */
const ROWS: readonly (readonly [symbols: string, names: string, factor: number, dimensions: Dimensions, prefixed?: 1])[] = [
  ['m', 'meter metre mtr', 1, D.length, 1], ['g', 'gram gramme gm', 1e-3, D.mass, 1], ['s', 'second sec', 1, D.time, 1],
  ['A', 'ampere amp', 1, D.current, 1], ['K', 'kelvin', 1, D.heat, 1], ['mol', 'mole', 1, D.amount, 1], ['cd', 'candela', 1, D.light, 1],
  ['rad', 'radian', 1, D.angle, 1], ['\u00b0', 'degree deg', Math.PI / 180, D.angle], ['', 'arcminute arcmin', Math.PI / 10800, D.angle],
  ['rev', 'revolution', 2 * Math.PI, D.angle],
  ['', 'arcsecond arcsec', Math.PI / 648000, D.angle], ['sr', 'steradian', 1, { rad: 2 }],
  ['N', 'newton', 1, D.force, 1], ['J', 'joule', 1, D.energy, 1], ['W', 'watt', 1, D.power, 1], ['Pa', 'pascal', 1, D.pressure, 1],
  ['Hz', 'hertz', 1, D.frequency, 1], ['C', 'coulomb', 1, D.charge, 1], ['V', 'volt', 1, D.voltage, 1], ['\u03a9', 'ohm', 1, D.resistance, 1],
  ['S', 'siemens', 1, D.conductance, 1], ['F', 'farad', 1, D.capacity, 1], ['H', 'henry henries', 1, D.inductance, 1], ['Wb', 'weber', 1, D.flux, 1],
  ['T', 'tesla', 1, D.field, 1], ['G', 'gauss', 1e-4, D.field], ['lx', 'lux', 1, D.lux, 1], ['lm', 'lumen', 1, D.light, 1], ['Bq', 'becquerel', 1, D.frequency, 1],
  ['Gy', 'gray', 1, D.dose, 1], ['Sv', 'sievert', 1, D.dose, 1], ['kat', 'katal', 1, D.catalysis, 1],
  ['min', 'minute', 60, D.time], ['h hr', 'hour', 3600, D.time], ['d', 'day', 86400, D.time], ['wk', 'week', 604800, D.time],
  ['mo', 'month', 2629800, D.time], ['yr', 'year', 31557600, D.time], ['', 'decade', 315576000, D.time], ['', 'century centuries', 3155760000, D.time],
  ['in', 'inch inches', 0.0254, D.length], ['ft', 'foot feet', 0.3048, D.length], ['yd', 'yard', 0.9144, D.length], ['mi', 'mile', 1609.344, D.length],
  ['nmi', '', 1852, D.length], ['\u212b \u00c5', 'angstrom \u00e5ngstr\u00f6m', 1e-10, D.length], ['au AU', '', 149597870700, D.length], ['ly', 'lightyear', 9460730472580800, D.length],
  ['pc', 'parsec', 3.0856775814913673e16, D.length, 1],
  ['t', 'tonne ton', 1000, D.mass, 1], ['lb lbs', 'pound', 0.45359237, D.mass], ['oz', 'ounce', 0.028349523125, D.mass], ['u amu Da', 'dalton', 1.6605390666e-27, D.mass, 1],
  ['st', '', 6.35029318, D.mass],
  ['L l \u2113', 'liter litre', 1e-3, D.volume, 1], ['gal', 'gallon', 3.785411784e-3, D.volume], ['qt', 'quart', 9.46352946e-4, D.volume], ['pt', 'pint', 4.73176473e-4, D.volume],
  ['cc', '', 1e-6, D.volume], ['ha', 'hectare', 1e4, D.area], ['ac', 'acre', 4046.8564224, D.area],
  ['eV', 'electronvolt', 1.602176634e-19, D.energy, 1], ['cal', 'calorie', 4.184, D.energy, 1], ['Cal', '', 4184, D.energy], ['Wh', 'watthour', 3600, D.energy, 1], ['BTU Btu', '', 1055.05585262, D.energy],
  ['erg', '', 1e-7, D.energy], ['dyn', 'dyne', 1e-5, D.force], ['lbf', '', 4.4482216152605, D.force], ['hp', 'horsepower', 745.6998715822702, D.power],
  ['bar', '', 1e5, D.pressure, 1], ['atm', 'atmosphere', 101325, D.pressure], ['mmHg Torr torr', '', 133.322368421, D.pressure], ['psi', '', 6894.757293168, D.pressure],
  ['M', 'molar', 1000, D.concentration, 1],
  ['mph', '', 0.44704, D.speed], ['kmh kph kmph', '', 1 / 3.6, D.speed], ['mps', '', 1, D.speed], ['fps', '', 0.3048, D.speed], ['kn kt kts', 'knot', 1852 / 3600, D.speed],
  ['rpm RPM', '', 2 * Math.PI / 60, { rad: 1, s: -1 }],
  ['bit b', '', 1, D.bits, 1], ['B', 'byte', 8, D.bits, 1], ['Ah', '', 3600, D.charge, 1],
  ['%', 'percent pct', 0.01, D.none], ['\u2030', 'permille permil', 1e-3, D.none], ['ppm', '', 1e-6, D.none], ['ppb', '', 1e-9, D.none],
  ['\u20ac EUR', 'euro', 1, { EUR: 1 }], ['USD', 'dollar buck', 1, { USD: 1 }], ['\u00a3 GBP', '', 1, { GBP: 1 }], ['\u00a5 JPY', 'yen', 1, { JPY: 1 }],
  ['\u20b9 INR', 'rupee', 1, { INR: 1 }], ['\u00a2', 'cent', 0.01, { USD: 1 }], ['', 'penny pennies pence', 0.01, { USD: 1 }],
] // prettier-ignore

const PREFIXES: readonly (readonly [symbol: string, name: string, factor: number])[] = [
  ['Q', 'quetta', 1e30], ['R', 'ronna', 1e27], ['Y', 'yotta', 1e24], ['Z', 'zetta', 1e21], ['E', 'exa', 1e18], ['P', 'peta', 1e15], ['T', 'tera', 1e12],
  ['G', 'giga', 1e9], ['M', 'mega', 1e6], ['k', 'kilo', 1e3], ['h', 'hecto', 100], ['da', 'deca', 10], ['d', 'deci', 0.1], ['c', 'centi', 0.01],
  ['m', 'milli', 1e-3], ['\u03bc', 'micro', 1e-6], ['u', '', 1e-6], ['n', 'nano', 1e-9], ['p', 'pico', 1e-12], ['f', 'femto', 1e-15], ['a', 'atto', 1e-18],
  ['z', 'zepto', 1e-21], ['y', 'yocto', 1e-24], ['Ki', 'kibi', 1024], ['Mi', 'mebi', 1024 ** 2], ['Gi', 'gibi', 1024 ** 3], ['Ti', 'tebi', 1024 ** 4],
] // prettier-ignore

const OTHER_NAMES: Record<string, string> = {
  hrs: 'h', mins: 'min', secs: 's', yrs: 'yr', wks: 'wk', kilos: 'kg', celsius: '\u00b0C', centigrade: '\u00b0C', fahrenheit: '\u00b0F',
  sekunden: 's', sekunde: 's', stunde: 'h', stunden: 'h', minuten: 'min', jahre: 'yr', tage: 'd', meters: 'm', secondes: 's', heures: 'h', segundos: 's',
  metros: 'm', horas: 'h', prozent: '%', pourcent: '%', sq: 'square', cu: 'cubic', gms: 'g', kgs: 'kg', mtrs: 'm', kms: 'km', mis: 'mi', ins: 'in',
  degrees: '\u00b0', degs: '\u00b0', cms: 'cm', mms: 'mm', mls: 'mL', ltrs: 'L', ltr: 'L',
} // prettier-ignore

const symbols = new Map<string, KnownUnit>()
const names = new Map<string, KnownUnit>()

for (const [signs, words, factor, dimensions, prefixed] of ROWS) {
  const plain = { factor, dimensions }
  for (const sign of signs.split(' ').filter((each) => each !== '')) {
    symbols.set(sign, plain)
    if (prefixed)
      for (const [prefix, , by] of PREFIXES)
        if (!symbols.has(prefix + sign)) symbols.set(prefix + sign, { factor: by * factor, dimensions })
  }
  for (const word of words.split(' ').filter((each) => each !== '')) {
    for (const [prefix, by] of [
      ['', 1] as const,
      ...(prefixed ? PREFIXES.map((each) => [each[1], each[2]] as const) : []),
    ])
      if (prefix !== '' || by === 1) {
        names.set(prefix + word, { factor: by * factor, dimensions })
        names.set(`${prefix + word}s`, { factor: by * factor, dimensions })
      }
  }
}
// A symbol of its own goes before a prefix and another: min is no milli-inch, Pa no peta-year, ft no femto-tonne.
for (const [signs, , factor, dimensions] of ROWS)
  for (const sign of signs.split(' ').filter((each) => each !== '')) symbols.set(sign, { factor, dimensions })
symbols.set('\u00b0C', { factor: 1, dimensions: D.heat, offset: 273.15 })
symbols.set('\u2103', { factor: 1, dimensions: D.heat, offset: 273.15 })
symbols.set('\u00b0F', { factor: 5 / 9, dimensions: D.heat, offset: 459.67 * (5 / 9) })
symbols.set('\u2109', { factor: 5 / 9, dimensions: D.heat, offset: 459.67 * (5 / 9) })

/** The unit of a symbol (capitals count) or of a name (they do not); undefined where there is none. */
export function unitNamed(word: string): KnownUnit | undefined {
  const one = word.replace(/[\u00b5]/g, '\u03bc').replace(/\u2126/g, '\u03a9')
  const exact = symbols.get(one)
  if (exact) return exact
  const small = one.toLowerCase()
  const other = OTHER_NAMES[small]
  if (other !== undefined) return symbols.get(other)
  return small.length > 2
    ? (names.get(small) ??
        (/^(?:kmh|kph|mph|mps|rpm|kwh|khz|mhz|ghz|kpa|kj|kw|mg|ml)$/.test(small)
          ? foldedSymbol(small)
          : undefined))
    : small.length === 2 && /^(?:kg|cm|mm|km|ml|hr|ft|kw|kj|hz)$/.test(small)
      ? foldedSymbol(small)
      : undefined
}

const FOLDED: Record<string, string> = {
  kwh: 'kWh',
  khz: 'kHz',
  mhz: 'MHz',
  ghz: 'GHz',
  kpa: 'kPa',
  kj: 'kJ',
  kw: 'kW',
  ml: 'mL',
  hz: 'Hz',
}
const foldedSymbol = (small: string) => symbols.get(FOLDED[small] ?? small)
