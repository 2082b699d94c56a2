declare module '*.tex' {
  /** MathML by the formula's name. */
  const formulas: Readonly<Record<string, string>>
  export default formulas
}
