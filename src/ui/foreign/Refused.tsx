/** Why a file of another program is not shown. */
import type { Explanation } from '../../explained-error.ts'

export function Refused({ refused: { message, cause, wayOut } }: { refused: Explanation }) {
  return (
    <p role="alert" className="foreign-refused">
      {message} {cause} {wayOut}
    </p>
  )
}
