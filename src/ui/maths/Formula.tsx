/** A formula, typeset when the page was built: MathML, in the page's letters and the two readers' colours. */
import formulas from './formulas.tex'
import './Formula.css'

export type FormulaName =
  | 'credit'
  | 'grpo'
  | 'mix'
  | 'flat'
  | 'dense'
  | 'hindsight'
  | 'ema'
  | 'success'
  | 'again'
  | 'fails'
  | 'forwardPull'
  | 'reversePull'
  | 'mixedPull'
  | 'tokenPull'

export function Formula({ name, className = '' }: { name: FormulaName; className?: string }) {
  // Written by the build from formulas.tex, by nobody else.
  return <span className={`math ${className}`} dangerouslySetInnerHTML={{ __html: formulas[name]! }} />
}
