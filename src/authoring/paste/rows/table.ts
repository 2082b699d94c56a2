/** The data sets whose rows are known, the more particular ones first. */
import { apps } from './apps.ts'
import { arc } from './arc.ts'
import { bfcl, request } from './bfcl.ts'
import { gpqa } from './gpqa.ts'
import { gsm8k } from './gsm8k.ts'
import { hellaSwag } from './hellaswag.ts'
import { humanEval } from './humaneval.ts'
import { liveCodeBench } from './livecodebench.ts'
import { math } from './math.ts'
import { mbpp } from './mbpp.ts'
import { medMcqa, medQa } from './medqa.ts'
import { mmluPro } from './mmlu-pro.ts'
import { mmlu } from './mmlu.ts'
import { boolQ, lettered, piqa, race, squad, winoGrande } from './fields.ts'
import { conversation, verl } from './chat.ts'
import { questionAnswer } from './question-answer.ts'
import type { RowKind } from './row.ts'
import { sciKnowEval } from './sciknoweval.ts'
import { toolAlpaca, toolUse } from './toolalpaca.ts'

export const rowKinds: readonly RowKind[] = [
  liveCodeBench,
  apps,
  mbpp,
  humanEval,
  gpqa,
  bfcl,
  toolAlpaca,
  toolUse,
  verl,
  request,
  race,
  lettered,
  winoGrande,
  piqa,
  boolQ,
  squad,
  arc,
  mmlu,
  mmluPro,
  hellaSwag,
  medQa,
  medMcqa,
  gsm8k,
  math,
  sciKnowEval,
  conversation,
  questionAnswer,
]
