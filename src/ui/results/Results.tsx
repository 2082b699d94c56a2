/** What was measured of the paper's claims: discovery curves of the arms, and every claim beside its figures, its command and where it differs. */
import { useLab } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { claims, outcomeWords, type Claim } from '../../results/claims.ts'
import { DiscoveryFigure } from './DiscoveryFigure.tsx'
import { filled } from '../../results/fields.ts'
import { readResult } from '../../results/files.ts'
import { TrainingFigure } from './TrainingFigure.tsx'
import './Results.css'

export function Results() {
  const lab = useLab()
  return (
    <Dialog title="Results" className="results" fillsPhone onClose={() => lab.choices.openPanel(null)}>
      <p className="results-intro">
        Each claim of the paper beside what this lab measures with its bundled model. That model has 0.85
        million parameters; the paper’s has 8 billion. Figures are means with 90&nbsp;% intervals over
        problems that were never trained on. The last two rows are a stock model’s.
      </p>
      <DiscoveryFigure />
      <TrainingFigure />
      <h3 className="results-title">Claim by claim</h3>
      <table className="claims">
        <thead>
          <tr>
            <th scope="col">The paper</th>
            <th scope="col">Measured here</th>
            <th scope="col">Where it differs, and why</th>
          </tr>
        </thead>
        <tbody>
          {claims.map((claim) => (
            <ClaimRow key={claim.id} claim={claim} />
          ))}
        </tbody>
      </table>
    </Dialog>
  )
}

function ClaimRow({ claim }: { claim: Claim }) {
  return (
    <tr>
      <th scope="row">
        <span className={`claim-outcome ${claim.outcome.replace(' ', '-')}`}>
          {outcomeWords[claim.outcome]}
        </span>
        {claim.paper}
      </th>
      <td>
        <p>{filled(claim.here, readResult)}</p>
        {claim.exploratory && <p className="claim-note">{claim.exploratory}</p>}
        <details>
          <summary>{claim.files.length === 1 ? 'Command' : 'Commands'}</summary>
          {claim.files.map((file) => (
            <code key={file}>{readResult(file).command}</code>
          ))}
        </details>
      </td>
      <td>{filled(claim.why, readResult)}</td>
    </tr>
  )
}
