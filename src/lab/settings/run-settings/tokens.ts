/** Which tokens the loss is of. A share is a setting of its own, and of those alone that select. */
import type { RunConfig, TokenSelection } from '../../../sdpo/config.ts'
import { scientific } from '../../text/format.ts'
import { settingOf } from '../run-setting.ts'
import { selectionNames } from './option-names.ts'

const someShare = 0.5
const selectionOf = (config: RunConfig): TokenSelection | null => config.loss.tokens ?? null

function withSelection(config: RunConfig, selection: TokenSelection | null): RunConfig {
  const { tokens: _, ...loss } = config.loss
  return { ...config, loss: selection ? { ...loss, tokens: selection } : loss }
}

export const tokens = settingOf({
  id: 'tokens',
  kind: 'choice',
  label: 'Tokens distilled',
  sentence:
    'All, or a share of each step: where the student hesitates most (forking tokens, arXiv 2506.01939; TIP, 2604.14084), or where both readers differ most.',
  options: [
    { value: 'all', label: selectionNames.all },
    { value: 'entropy', label: 'hesitant' },
    { value: 'divergence', label: 'disputed' },
  ],
  default: 'all',
  read: (config) => selectionOf(config)?.by ?? 'all',
  write: (config, value) =>
    withSelection(
      config,
      value === 'entropy' || value === 'divergence'
        ? { by: value, share: selectionOf(config)?.share ?? someShare }
        : null,
    ),
  show: (value) => selectionNames[value as keyof typeof selectionNames],
})

export const tokenShare = settingOf({
  id: 'token-share',
  kind: 'range',
  label: 'Share of tokens',
  sentence: 'How many of the step\u2019s tokens are distilled, where not all are.',
  min: 0.05,
  max: 1,
  step: 0.05,
  default: someShare,
  applies: (config) => selectionOf(config) !== null,
  read: (config) => selectionOf(config)?.share ?? null,
  write: (config, value) =>
    withSelection(config, { by: selectionOf(config)?.by ?? 'entropy', share: Number(value) }),
  show: (value) => scientific(Number(value)),
})
