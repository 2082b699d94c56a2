/** The settings of the self-teacher's weights: two that exclude one another, over one section of the configuration. */
import { defaultRunConfig } from '../../../sdpo/config.ts'
import { scientific } from '../../text/format.ts'
import { paperSettings } from '../../../sdpo/presets.ts'
import { settingOf } from '../run-setting.ts'

export const teacherRate = settingOf({
  id: 'teacher-ema',
  kind: 'range',
  label: 'Teacher EMA',
  sentence:
    "How fast the teacher's weights follow the student's. 0 freezes it, 1 makes it the student itself.",
  paper: paperSettings.teacher.rate,
  first: true,
  min: 0,
  max: 1,
  step: 0.01,
  read: (config) => (config.teacher.kind === 'ema' ? config.teacher.rate : null),
  write: (config, value) => ({ ...config, teacher: { kind: 'ema', rate: Number(value) } }),
  show: (value) => (value === null ? 'trust region' : scientific(Number(value))),
})

export const trustRegion = settingOf({
  id: 'trust-region',
  kind: 'range',
  label: 'Trust-region teacher',
  sentence:
    "Mixes the first model's logits with the student's, both re-reading, in place of averaged weights.",
  paper: null,
  min: 0,
  max: 1,
  step: 0.05,
  off: 'off',
  read: (config) => (config.teacher.kind === 'trust-region' ? config.teacher.mix : null),
  write: (config, value) => ({
    ...config,
    teacher: value === null ? defaultRunConfig.teacher : { kind: 'trust-region', mix: Number(value) },
  }),
  show: (value) => (value === null ? 'off' : scientific(Number(value))),
})
