/** Every section that a file has, checked; runs in Node and in a browser. */
import { adamw } from './adamw.ts'
import { clippedPolicyLoss } from './clipped-policy-loss.ts'
import { configDefaults } from './config-defaults.ts'
import type { Context, SectionRunner } from './context.ts'
import { discovery } from './discovery.ts'
import { distillCases, microbatch } from './distillation.ts'
import { feedbackFormat } from './feedback-format.ts'
import { grpoAdvantage } from './grpo-advantage.ts'
import { multiturnPrompt } from './multiturn-prompt.ts'
import { Section } from './report.ts'
import type { SectionReport } from './report.ts'
import { reprompt } from './reprompt.ts'
import { chat, sdpo, tokenize } from './smollm2.ts'
import { emaTeacher, trustRegionTeacher } from './teachers.ts'
import { trlLosses } from './trl-losses.ts'
import { update } from './update.ts'

export type Report = Record<string, SectionReport>

/** `cases` alone is update.json's. */
const runners: Record<string, SectionRunner> = {
  config_defaults: configDefaults,
  distill_cases: distillCases,
  microbatch,
  grpo_advantage: grpoAdvantage,
  clipped_policy_loss: clippedPolicyLoss,
  ema_teacher: emaTeacher,
  trust_region_teacher: trustRegionTeacher,
  adamw,
  reprompt,
  multiturn_prompt: multiturnPrompt,
  feedback_format: feedbackFormat,
  discovery,
  trl_sdpo: trlLosses,
  cases: update,
  tokenize,
  chat,
  sdpo,
}

/** Parts that others refer to, and notes. */
const supporting = ['meta', 'model', 'distill_inputs', 'config', 'batch']

/** Throws on a part of the file that is of no known schema. */
export async function conform(context: Context): Promise<{ report: Report; failures: string[] }> {
  const report: Report = {}
  const failures: string[] = []
  for (const [name, data] of Object.entries(context.file)) {
    if (supporting.includes(name)) continue
    const title = name === 'cases' ? 'update' : name
    const runner = runners[name]
    if (!runner)
      throw new Error(
        `The file has a section ${JSON.stringify(name)}, which is of no known schema (reference/README.md).`,
      )
    const section = new Section()
    await runner(data as never, section, context)
    report[title] = section.report()
    failures.push(...section.failures.map((line) => `${title}: ${line}`))
  }
  return { report, failures }
}
