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
import { bigBench, apart, sciQ, truthfulQa } from './trivia.ts'
import { bigCodeBench } from './bigcodebench.ts'
import { codeContests } from './code-contests.ts'
import { cruxEval } from './cruxeval.ts'
import { ds1000 } from './ds1000.ts'
import { humanEvalScript } from './humaneval-script.ts'
import { leetCodeDataset } from './leetcode-dataset.ts'
import { listed } from './listed.ts'
import { toolRow } from './tool-rows.ts'
import { boolQ, lettered, piqa, race, squad, winoGrande } from './fields.ts'
import { conversation, verl } from './chat.ts'
import { questionAnswer } from './question-answer.ts'
import type { RowKind } from './row.ts'
import { sciKnowEval } from './sciknoweval.ts'
import { toolAlpaca, toolUse } from './toolalpaca.ts'

export const rowKinds: readonly RowKind[] = [
  liveCodeBench,
  codeContests,
  apps,
  ds1000,
  bigCodeBench,
  leetCodeDataset,
  mbpp,
  humanEvalScript,
  humanEval,
  cruxEval,
  gpqa,
  bfcl,
  toolAlpaca,
  toolUse,
  verl,
  request,
  toolRow,
  race,
  lettered,
  winoGrande,
  piqa,
  boolQ,
  squad,
  arc,
  truthfulQa,
  sciQ,
  apart,
  bigBench,
  mmlu,
  mmluPro,
  hellaSwag,
  medQa,
  medMcqa,
  listed,
  gsm8k,
  math,
  sciKnowEval,
  conversation,
  questionAnswer,
]
