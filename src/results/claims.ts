/**
 * Each claim of the paper beside what is measured here. Figures are fields (fields.ts) of docs/results; the lab's view of
 * results and docs/RESULTS.md are both written from this list.
 */

/** How the paper's claim fares: as there, in part, a tie between what should differ, otherwise than there; or what is measured is another question. */
export type Outcome = 'holds' | 'in part' | 'tie' | 'differs' | 'not comparable'

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  holds: 'Holds here',
  'in part': 'Holds in part',
  tie: 'No difference here',
  differs: 'Not so here',
  'not comparable': 'Not comparable',
}

export interface Claim {
  id: string
  outcome: Outcome
  paper: string
  /** What is measured, with fields. */
  here: string
  /** Where it differs from the paper, and why. */
  why: string
  /** Files of docs/results whose commands made the figures. */
  files: readonly string[]
  /** Where it rests on few problems of the dev split, which shows where to look and proves nothing: on how many. */
  exploratory?: string
}

const few = 'Exploratory: 16 problems of the dev split, 3 seeds.'

export const claims: readonly Claim[] = [
  {
    id: 'very-hard',
    outcome: 'holds',
    paper:
      'On very hard questions SDPO discovers more than best-of-k at the full budget: 53\u202f% against 42\u202f%.',
    here: 'Within 256 attempts on very hard problems: lists, SDPO {{discovery-lists: lists, very hard: sdpo, discovery@256 | %}}, best-of-k {{discovery-lists: lists, very hard: best-of-k, discovery@256 | %}}; records, {{discovery-records: records, very hard: sdpo, discovery@256 | %}} and {{discovery-records: records, very hard: best-of-k, discovery@256 | %}}.',
    why: 'Holds in both families, with intervals that do not touch. Many of best-of-k\u2019s attempts here repeat a program that was refused: on the very hard ones of the fresh lists it solves {{headline-lists: lists, very hard: best-of-k, no program twice, discovery@256 | %}} where no program is judged twice, and SDPO {{headline-lists: lists, very hard: discovery@256, SDPO less best-of-k, no program twice | %}} more.',
    files: ['discovery-lists', 'discovery-records', 'headline-lists'],
  },
  {
    id: 'paper-class',
    outcome: 'holds',
    paper: 'That holds for very hard in its own sense, pass@64 below .03, with 2,750 attempts.',
    here: 'In that class, {{discovery-1024-lists: lists, very hard as in the paper: problems}} lists, 3 seeds, 1,024 attempts: SDPO {{discovery-1024-lists: lists, very hard as in the paper: sdpo, discovery@1024 | %}}, best-of-k {{discovery-1024-lists: lists, very hard as in the paper: best-of-k, discovery@1024 | %}}, multi-turn with a window of 1 {{discovery-1024-lists: lists, very hard as in the paper: multi-turn, window 1, discovery@1024 | %}}, of 3 {{discovery-1024-lists: lists, very hard as in the paper: multi-turn, window 3, discovery@1024 | %}}; attempts for 50\u202f%, best-of-k / SDPO {{discovery-1024-lists: lists, very hard as in the paper: attempts for 50 %, best-of-k / sdpo}}. Within 256, {{discovery-records: records, very hard as in the paper: problems}} records: SDPO {{discovery-records: records, very hard as in the paper: sdpo, discovery@256 | %}}, best-of-k {{discovery-records: records, very hard as in the paper: best-of-k, discovery@256 | %}}.',
    why: 'Holds, on few problems (7 of these lists are among those above), with intervals that do not touch. The factor is larger than on all hard lists, with intervals that just overlap; multi-turn, which reads the same words, gets as far.',
    files: ['discovery-1024-lists', 'discovery-records'],
  },
  {
    id: 'own-words',
    outcome: 'in part',
    paper: 'What is learned comes from what the feedback says, token by token.',
    here: "On 40 lists that no earlier experiment drew, within 256 attempts: SDPO told its own feedback {{headline-lists: lists, hard: SDPO, discovery@256 | %}}, another problem\u2019s {{headline-lists: lists, hard: SDPO, another problem's feedback, discovery@256 | %}}, only that it failed {{headline-lists: lists, hard: SDPO, a bare failure, discovery@256 | %}}; best-of-k {{headline-lists: lists, hard: best-of-k, discovery@256 | %}}. On 40 such records: {{headline-records: records, hard: SDPO, discovery@256 | %}}, {{headline-records: records, hard: SDPO, another problem's feedback, discovery@256 | %}}, {{headline-records: records, hard: SDPO, a bare failure, discovery@256 | %}}; {{headline-records: records, hard: best-of-k, discovery@256 | %}}. On stock models, questions with hints, within 16 attempts, one seed: SmolLM2-135M {{questions-smollm2-told: sdpo: problems discovered in some seed | value}} of {{questions-smollm2-told: hard ones: not one of 32 samples of the untouched model passes | value}} with its own feedback, {{questions-smollm2-told: sdpo, another problem's feedback: problems discovered in some seed | value}} with another question’s, {{questions-smollm2-told: sdpo, a bare failure: problems discovered in some seed | value}} told only that it is wrong; Qwen2.5-Coder-0.5B {{questions-coder-told: sdpo: problems discovered in some seed | value}} of {{questions-coder-told: hard ones: not one of 16 samples of the untouched model passes | value}}, {{questions-coder-told: sdpo, another problem's feedback: problems discovered in some seed | value}}, {{questions-coder-told: sdpo, a bare failure: problems discovered in some seed | value}}.",
    why: "With its own feedback it is ahead of both controls in both families, with intervals that do not touch; told only that it failed it is about where best-of-k is. On lists another problem\u2019s feedback is worth something too, which goes back to how this model was trained: wherever feedback stood, unusual meanings were more frequent. Trained without that, on lists that are hard for it, SDPO solves {{headline-lists-decoupled: lists, hard: SDPO, discovery@256 | %}} with its own feedback, {{headline-lists-decoupled: lists, hard: SDPO, another problem's feedback, discovery@256 | %}} with another problem\u2019s, best-of-k {{headline-lists-decoupled: lists, hard: best-of-k, discovery@256 | %}}. On records, whose feedback names what to look up, it cannot be told from a bare failure.",
    files: [
      'headline-lists',
      'headline-records',
      'headline-lists-decoupled',
      'questions-smollm2-told',
      'questions-coder-told',
    ],
  },
  {
    id: 'price',
    outcome: 'in part',
    paper: 'Discovery is counted in attempts.',
    here: 'On the same lists, best-of-k that judges no program twice against SDPO: attempts for 50\u202f% {{headline-lists: lists, hard: attempts for 50 %, best-of-k, no program twice / SDPO}}, solved within 256 {{headline-lists: lists, hard: best-of-k, no program twice, discovery@256 | %}}; tokens for 50\u202f% {{headline-lists: lists, hard: best-of-k, no program twice, tokens for 50 %}} against SDPO\u2019s {{headline-lists: lists, hard: SDPO, tokens for 50 %}}; seconds {{headline-lists: lists, hard: best-of-k, no program twice, seconds for 50 %}} against {{headline-lists: lists, hard: SDPO, seconds for 50 %}}. Multi-turn with a window of 9: {{headline-lists: lists, hard: multi-turn, window 9, tokens for 50 %}} tokens, {{headline-lists: lists, hard: multi-turn, window 9, seconds for 50 %}}\u202fs; of 1: {{headline-lists: lists, hard: multi-turn, window 1, tokens for 50 %}}, {{headline-lists: lists, hard: multi-turn, window 1, seconds for 50 %}}\u202fs.',
    why: 'About half of what best-of-k samples here was judged before. Without repeats it still needs more attempts than SDPO; in tokens and in seconds the two cannot be told apart, the samples that it does not judge again included. Multi-turn needs fewer seconds than SDPO; in tokens it cannot be told from it. SDPO pays where an attempt is dear to judge, not where time is; and on the model trained without the link between feedback and unusual meanings it is behind best-of-k without repeats: solved within 256, SDPO less that, {{headline-lists-decoupled: lists, hard: discovery@256, SDPO less best-of-k, no program twice | %}}.',
    files: ['headline-lists', 'headline-lists-decoupled'],
  },
  {
    id: 'fewer-attempts',
    outcome: 'holds',
    paper:
      'It needs fewer attempts: 3x fewer than best-of-k at 22\u202f% discovery (very hard), 2.4x at 67\u202f% (hard).',
    here: 'Attempts for 50\u202f% on hard problems, best-of-k / SDPO: lists {{discovery-lists: lists, hard: attempts for 50 %, best-of-k / sdpo}}, records {{discovery-records: records, hard: attempts for 50 %, best-of-k / sdpo}}. Lists with a teacher that follows faster, by an EMA of .05: {{discovery-lists-ema05: lists, hard: attempts for 50 %, best-of-k / sdpo}}.',
    why: 'A larger factor than the paper\u2019s, in attempts alone. Many of best-of-k\u2019s attempts here repeat a short program that was already refused, as long answers would not, and an attempt of SDPO costs several times the tokens and the time of a sample: the factor is one of judged attempts, not of cost. Where no program is judged twice it is {{headline-lists: lists, hard: attempts for 50 %, best-of-k, no program twice / SDPO}} on fresh lists. The faster teacher was chosen on dev after the first run of the test split. In records the feedback names what to look up, so a large factor is easy there; lists are the evidence.',
    files: ['discovery-lists', 'discovery-lists-ema05', 'discovery-records', 'headline-lists'],
  },
  {
    id: 'multi-turn',
    outcome: 'in part',
    paper: 'SDPO discovers more than multi-turn: 53\u202f% against 36\u202f%.',
    here: 'Attempts for 50\u202f% on hard problems, multi-turn / SDPO (below 1: multi-turn needs fewer). Lists: with a window of 1 piece of feedback {{discovery-lists: lists, hard: attempts for 50 %, multi-turn, window 1 / sdpo}}, of 3 {{discovery-lists: lists, hard: attempts for 50 %, multi-turn, window 3 / sdpo}}, of 6 {{discovery-lists: lists, hard: attempts for 50 %, multi-turn, window 6 / sdpo}}. Records: {{discovery-records: records, hard: attempts for 50 %, multi-turn, window 1 / sdpo}}, {{discovery-records: records, hard: attempts for 50 %, multi-turn, window 3 / sdpo}}, {{discovery-records: records, hard: attempts for 50 %, multi-turn, window 6 / sdpo}}. On 40 lists that no earlier experiment drew, SDPO less multi-turn, solved within 256: window 1 {{headline-lists: lists, hard: discovery@256, SDPO less multi-turn, window 1 | %}}, 3 {{headline-lists: lists, hard: discovery@256, SDPO less multi-turn, window 3 | %}}, 6 {{headline-lists: lists, hard: discovery@256, SDPO less multi-turn, window 6 | %}}, 9 {{headline-lists: lists, hard: discovery@256, SDPO less multi-turn, window 9 | %}}; on 40 such records {{headline-records: records, hard: discovery@256, SDPO less multi-turn, window 1 | %}}, {{headline-records: records, hard: discovery@256, SDPO less multi-turn, window 3 | %}}, {{headline-records: records, hard: discovery@256, SDPO less multi-turn, window 6 | %}}, {{headline-records: records, hard: discovery@256, SDPO less multi-turn, window 9 | %}}.',
    why: 'On the fresh lists SDPO solves a little more within 256 attempts than multi-turn with windows of 1 and 3, and cannot be told from windows of 6 and 9; in attempts for 50\u202f% only window 1 is behind there, and none on the other lists. In records the window decides: with one piece SDPO needs far fewer attempts; with three or more multi-turn does, and with six it solves more, because the feedback names the answer and all of it fits. This model was trained on conversations with up to six pieces of feedback, so its multi-turn is strong; the paper\u2019s has to carry long programs.',
    files: ['discovery-lists', 'discovery-records', 'headline-lists', 'headline-records'],
  },
  {
    id: 'slower',
    outcome: 'holds',
    paper: 'Some questions get slower.',
    here: 'Problems where SDPO needs more attempts than best-of-k: lists {{discovery-lists: lists, hard: problems where sdpo needs more attempts than best-of-k}} of {{discovery-lists: lists, hard: problems}}, records {{discovery-records: records, hard: problems where sdpo needs more attempts than best-of-k}} of {{discovery-records: records, hard: problems}}.',
    why: 'The same here.',
    files: ['discovery-lists', 'discovery-records'],
  },
  {
    id: 'credit',
    outcome: 'in part',
    paper: 'The self-teacher\u2019s log-ratio marks the tokens that were wrong.',
    here: "AUC of \u2212(log p_T \u2212 log p_S) for the one wrong token among choice points, hidden meanings drawn by habit: records {{credit-habit: records: signed credit, own feedback, AUC}}, lists {{credit-habit: lists: signed credit, own feedback, AUC}}; with another problem\u2019s feedback {{credit-habit: records: signed credit, another problem's feedback, AUC}} and {{credit-habit: lists: signed credit, another problem's feedback, AUC}}; with that of another attempt at the same problem {{credit-habit: records: signed credit, feedback of another attempt at the same problem, AUC}} and {{credit-habit: lists: signed credit, feedback of another attempt at the same problem, AUC}}. How surprising a token was: {{credit-habit: records: surprisal, AUC}} and {{credit-habit: lists: surprisal, AUC}}.",
    why: "It marks them in records, far better than the plain surprise of a token does; on lists it does about as well as surprise. With another problem\u2019s feedback nothing is left, so what it says comes from the words. On lists the words speak of the problem more than of this attempt: those of another attempt do as well. Where meanings are drawn evenly instead, another problem\u2019s feedback scores above .5 on this model, which has learned that feedback means the unusual, and {{credit-even-decoupled: records: signed credit, another problem's feedback, AUC}} and {{credit-even-decoupled: lists: signed credit, another problem's feedback, AUC}} on one trained without that: earlier figures of this lab took it for a part of the signal.",
    files: ['credit-habit', 'credit-even', 'credit-even-decoupled'],
  },
  {
    id: 'truth',
    outcome: 'in part',
    paper: 'Dense credit goes to the tokens that earned it.',
    here: "Against what tokens really changed, by 2,048 continuations of every prefix of {{truth-lists: lists: failed attempts}} failed attempts at {{truth-lists: lists: problems}} lists that the untouched model passes now and then: AUC for the tokens that lowered the chance to pass, among all tokens, SDPO\u2019s signed credit {{truth-lists: lists: SDPO, own feedback, AUC for tokens that lowered the chance}}, with another problem\u2019s feedback {{truth-lists: lists: SDPO, another problem's feedback, AUC for tokens that lowered the chance}}; how surprising the token was {{truth-lists: lists: less the surprisal, AUC for tokens that lowered the chance}}, the size of the divergence {{truth-lists: lists: less the divergence, AUC for tokens that lowered the chance}}. Of SDPO\u2019s blame {{truth-lists: lists: SDPO, own feedback, share of its blame on tokens that did not lower the chance | %}} falls on tokens that did not lower it.",
    why: 'It ranks them better than chance, and no better than the plain surprise of a token does: perhaps most of what tells them is where there was a choice at all. On lists its own feedback cannot be told from another problem\u2019s by this measure, while by discovery it can (above). More than half of the blame is on tokens that did no harm, within a wide interval.',
    files: ['truth-lists'],
    exploratory: 'Exploratory: one family, few problems, looked at once.',
  },
  {
    id: 'level',
    outcome: 'in part',
    paper:
      'Credit is finest at logit level: whole distributions are distilled, not one number a token or a sequence.',
    here: 'Attempts for 50\u202f%, against logit level: token level {{level: lists: attempts for 50 %, token / logit}}, sequence level {{level: lists: attempts for 50 %, sequence / logit}}; within 128 attempts {{level: lists: logit, discovery@128 | %}} (logit), {{level: lists: token, discovery@128 | %}}, {{level: lists: sequence, discovery@128 | %}}.',
    why: 'Token level needs more attempts for 50\u202f% than logit level; sequence level cannot be told from it, nor can either within 128. The paper\u2019s order of the other two, token before sequence, is not found.',
    files: ['level'],
    exploratory: few,
  },
  {
    id: 'teacher',
    outcome: 'in part',
    paper:
      'The teacher is held back, by an EMA of the student or a trust region, so that the two do not run away together.',
    here: 'Within 128 attempts: EMA .01 {{teacher: lists: EMA .01, discovery@128 | %}}, .05 {{teacher: lists: EMA .05, discovery@128 | %}}, .2 {{teacher: lists: EMA .2, discovery@128 | %}}, trust region {{teacher: lists: trust region .1, discovery@128 | %}}, frozen {{teacher: lists: frozen, discovery@128 | %}}, none (the student itself) {{teacher: lists: the student itself, discovery@128 | %}}.',
    why: 'With nothing to hold it back SDPO is ahead early (within 32 attempts {{teacher: lists: the student itself, discovery@32 | %}}, EMA .01 {{teacher: lists: EMA .01, discovery@32 | %}}) and last at the end. All of these intervals overlap: whether and how the teacher is held back makes no difference that these few problems could show.',
    files: ['teacher'],
    exploratory: few,
  },
  {
    id: 'divergence',
    outcome: 'tie',
    paper:
      'Forward, reverse or Jensen-Shannon divergence; over the student\u2019s top 20 and a tail instead of the whole vocabulary.',
    here: 'Attempts for 50\u202f%, against reverse KL: Jensen-Shannon {{divergence: lists: attempts for 50 %, Jensen-Shannon / reverse KL}}, forward KL {{divergence: lists: attempts for 50 %, forward KL / reverse KL}}, the student\u2019s top 20 with a tail {{divergence: lists: attempts for 50 %, reverse KL, top 20 and tail / reverse KL}}, without {{divergence: lists: attempts for 50 %, reverse KL, top 20 / reverse KL}}.',
    why: 'No difference to be seen. Twenty candidates gave the very same runs as the whole vocabulary: a choice has at most eight meanings here, so they hold practically all of the mass, and the tail has nothing to do.',
    files: ['divergence'],
    exploratory: few,
  },
  {
    id: 'imitation',
    outcome: 'holds',
    paper:
      'Distilling the self-teacher on the student\u2019s own attempts is better than fine-tuning on answers that the self-teacher writes.',
    here: "Attempts for 50\u202f%, against SDPO: SFT on the teacher\u2019s answers {{imitation: lists: attempts for 50 %, SFT on the teacher's answers / SDPO}}, best-of-k {{imitation: lists: attempts for 50 %, best-of-k / SDPO}}; within 128 attempts {{imitation: lists: SDPO, discovery@128 | %}} (SDPO), {{imitation: lists: SFT on the teacher's answers, discovery@128 | %}}, {{imitation: lists: best-of-k, discovery@128 | %}}.",
    why: 'SFT needs more attempts for 50\u202f% than SDPO; within 128 the intervals overlap. Each step of SFT samples an answer from the teacher as well, which is not counted as an attempt since nobody judges it.',
    files: ['imitation'],
    exploratory: few,
  },
  {
    id: 'clip',
    outcome: 'differs',
    paper:
      'Of later work (OPSD, arXiv 2601.18734): what one entry of the vocabulary adds to a token\u2019s divergence is clipped, at .05 in its code.',
    here: 'Attempts for 50\u202f%, against no clip: at .05 {{clip: lists: attempts for 50 %, entries clipped at .05 / no clip}}, at .5 {{clip: lists: attempts for 50 %, entries clipped at .5 / no clip}}; within 128 attempts {{clip: lists: no clip, discovery@128 | %}} (none), {{clip: lists: entries clipped at .05, discovery@128 | %}}, {{clip: lists: entries clipped at .5, discovery@128 | %}}.',
    why: 'The clip costs attempts here. An entry at the clip has no gradient, and with one hard problem the largest disagreements are what there is to learn. Its aim, training on many problems that does not run away, was not tested with it.',
    files: ['clip'],
    exploratory: few,
  },
  {
    id: 'tokens',
    outcome: 'in part',
    paper:
      'Of later work (TIP, arXiv 2604.14084): distilling the half of the tokens with the largest student entropy is as good as all of them, and under a tenth, of those where the student is sure and wrong, nearly as good.',
    here: 'Attempts for 50\u202f%, against all tokens: the half of a step\u2019s tokens by entropy {{tokens: lists: attempts for 50 %, half by entropy / all tokens}}, by divergence {{tokens: lists: attempts for 50 %, half by divergence / all tokens}}; a tenth by entropy {{tokens: lists: attempts for 50 %, a tenth by entropy / all tokens}}, by divergence {{tokens: lists: attempts for 50 %, a tenth by divergence / all tokens}}. Within 64 attempts {{tokens: lists: all tokens, discovery@64 | %}} (all), {{tokens: lists: a tenth by entropy, discovery@64 | %}}, {{tokens: lists: a tenth by divergence, discovery@64 | %}}.',
    why: 'Half of the tokens gave the very same first pass in 35 of 36 runs by either choice: most tokens of these programs are settled and teach nothing. A tenth needs more attempts when it is chosen by entropy; chosen by divergence it cannot be told from all. Divergence is TIP\u2019s second region only in part: the student\u2019s being sure is not asked for.',
    files: ['tokens'],
    exploratory: 'Exploratory: 12 problems of the dev split, 3 seeds.',
  },
  {
    id: 'batch',
    outcome: 'not comparable',
    paper: 'At test time 16 attempts an update; 8 and 32 as ablations.',
    here: 'Attempts for 50\u202f%, against one attempt an update: G\u202f=\u202f2 {{batch: lists: attempts for 50 %, G = 2 / G = 1}}, 4 {{batch: lists: attempts for 50 %, G = 4 / G = 1}}, 8 {{batch: lists: attempts for 50 %, G = 8 / G = 1}}, 16 {{batch: lists: attempts for 50 %, G = 16 / G = 1}}.',
    why: 'Not a test of the batch as the paper means it: all have the same learning rate, so a larger step learns less often, and what is compared is the number of updates. Two and four attempts an update need about as many attempts as one, within wide intervals; eight and sixteen spend attempts before anything is learned from them, and need more for 50\u202f%.',
    files: ['batch'],
    exploratory: few,
  },
  {
    id: 'training',
    outcome: 'in part',
    paper: 'Trained on many questions, SDPO is above GRPO on equal samples.',
    here: 'One adapter for all questions of a customer, 2,048 samples; {{training: lists: customers | value}} customers of the test split, of each 16 questions trained on and 16 held out. pass@1 on the questions trained on: before {{training: lists: sdpo, pass@1 before, trained | %}}; after, SDPO {{training: lists: sdpo, pass@1 after, trained | %}}, GRPO {{training: lists: grpo, pass@1 after, trained | %}}, the mix (\u03bb\u202f=\u202f.9) {{training: lists: sdpo+grpo, pass@1 after, trained | %}}, SRPO {{training: lists: srpo, pass@1 after, trained | %}}, RLSD {{training: lists: rlsd, pass@1 after, trained | %}}. On those held out: before {{training: lists: sdpo, pass@1 before, held out | %}}; after {{training: lists: sdpo, pass@1 after, held out | %}}, {{training: lists: grpo, pass@1 after, held out | %}}, {{training: lists: sdpo+grpo, pass@1 after, held out | %}}, {{training: lists: srpo, pass@1 after, held out | %}}, {{training: lists: rlsd, pass@1 after, held out | %}}. SDPO less GRPO, customer by customer: {{training: lists: pass@1 after, sdpo less grpo, trained | %}} and {{training: lists: pass@1 after, sdpo less grpo, held out | %}}; less the mix {{training: lists: pass@1 after, sdpo less sdpo+grpo, trained | %}} and {{training: lists: pass@1 after, sdpo less sdpo+grpo, held out | %}}.',
    why: 'SDPO is ahead of GRPO on the questions trained on and on those held out; intervals are over customers, each with an adapter of its own. Each arm has the learning rate that did best of three on four other customers, .01 for all of them; at .03 none learns. The mix is ahead of SDPO on the questions trained on. SRPO, which sends successes to GRPO, cannot be told from SDPO; RLSD, which takes the sign from the reward, cannot be told from GRPO. One family of problems, and a GRPO of one step a batch, where the reference takes four. A customer means the same by a phrase in all tickets, so that there is something to carry over.',
    files: ['training'],
  },
  {
    id: 'bootstrap',
    outcome: 'in part',
    paper: 'The teacher improves as the student does, and the student passes the teacher it began with.',
    here: "The teacher\u2019s pass@1, told of one fixed failed attempt a question, on the questions trained on: {{training: lists: sdpo, teacher's pass@1 before, trained | %}} before, {{training: lists: sdpo, teacher's pass@1 after, trained | %}} after; with the student\u2019s weights, told the same, {{training: lists: sdpo, teacher's pass@1 after, with the student's weights, trained | %}}. The student after: {{training: lists: sdpo, pass@1 after, trained | %}}; less the first teacher {{training: lists: sdpo, student after less first teacher, trained | %}}, and {{training: lists: sdpo, student after less first teacher, held out | %}} on questions held out.",
    why: "Both improve, and the student passes its first teacher. The told teacher ends below its own student, where the paper\u2019s stays the better one. Most of that is that it lags behind: with the student\u2019s weights it passes {{training: lists: sdpo, teacher with the student's weights less teacher, trained | %}} more. The rest is what being told of an old failure costs a student that has learned since: {{training: lists: sdpo, student after less teacher with the student's weights, trained | %}}. Of a fresh failure, on questions that are still failed now and then, it makes as little as of the old one: {{training: lists: sdpo, questions still failed now and then: pass@1 of the teacher, told of a fresh one, trained | %}} and {{training: lists: sdpo, questions still failed now and then: pass@1 of the teacher, told of the old failure, trained | %}} pass.",
    files: ['training'],
  },
  {
    id: 'length',
    outcome: 'tie',
    paper: 'SDPO\u2019s answers become shorter than GRPO\u2019s.',
    here: 'Tokens of an answer to a question trained on: before {{training: lists: sdpo, answer length before, trained}}, after SDPO {{training: lists: sdpo, answer length after, trained}}, after GRPO {{training: lists: grpo, answer length after, trained}}.',
    why: 'Here an answer is the program alone: there is no reasoning that could become shorter.',
    files: ['training'],
  },
  {
    id: 'size',
    outcome: 'in part',
    paper: 'Self-teachers get better with scale.',
    here: "Three models, one recipe, 36 million tokens each: 0.03, 0.13 and 0.85 million parameters. One piece of feedback makes the true program likelier by {{size: lists: 0.03 M parameters, the teacher's gain, nats}}, {{size: lists: 0.13 M parameters, the teacher's gain, nats}} and {{size: lists: 0.85 M parameters, the teacher's gain, nats}} nats; SDPO discovers {{size: lists: 0.03 M parameters, sdpo, discovery@128 | %}}, {{size: lists: 0.13 M parameters, sdpo, discovery@128 | %}} and {{size: lists: 0.85 M parameters, sdpo, discovery@128 | %}} within 128 attempts, best-of-k {{size: lists: 0.03 M parameters, best-of-k, discovery@128 | %}}, {{size: lists: 0.13 M parameters, best-of-k, discovery@128 | %}} and {{size: lists: 0.85 M parameters, best-of-k, discovery@128 | %}}.",
    why: 'The smallest is the weakest teacher. From 0.13 to 0.85 million parameters no change shows, and SDPO is ahead of best-of-k by about as much at all three sizes, within wide intervals: no advantage of the method that grows with scale was found.',
    files: ['size'],
    exploratory: few,
  },
  {
    id: 'scalar',
    outcome: 'tie',
    paper: 'With successes as the only feedback SDPO is at least as good as GRPO.',
    here: 'Attempts until half of the runs master their problem, lists: GRPO {{scalar-lists: lists: grpo, attempts until half are mastered}}, SDPO {{scalar-lists: lists: sdpo, attempts until half are mastered}}, the mix (\u03bb\u202f=\u202f.9) {{scalar-lists: lists: sdpo+grpo, attempts until half are mastered}}; records: {{scalar-records: records: grpo, attempts until half are mastered}}, {{scalar-records: records: sdpo, attempts until half are mastered}}, {{scalar-records: records: sdpo+grpo, attempts until half are mastered}}. GRPO\u2019s attempts to the mix\u2019s: lists {{scalar-lists: lists: attempts until half are mastered, grpo / sdpo+grpo}}, records {{scalar-records: records: attempts until half are mastered, grpo / sdpo+grpo}}. Mastered in the end (lists 384 attempts, records 768): {{scalar-lists: lists: grpo, mastered within 384 | %}}, {{scalar-lists: lists: sdpo, mastered within 384 | %}}, {{scalar-lists: lists: sdpo+grpo, mastered within 384 | %}}; {{scalar-records: records: grpo, mastered within 768 | %}}, {{scalar-records: records: sdpo, mastered within 768 | %}}, {{scalar-records: records: sdpo+grpo, mastered within 768 | %}}.',
    why: 'A tie on lists; on records GRPO is a little ahead, within the intervals. Mastery means that half of the latest 32 attempts pass, on problems that the model solves between one time in a hundred (records, where hardly any is that easy, one in 250) and one in five. Until the first success neither arm learns anything.',
    files: ['scalar-lists', 'scalar-records'],
    exploratory: few,
  },
  {
    id: 'real-teacher',
    outcome: 'in part',
    paper: 'Small models are weak teachers: at 1.5 billion parameters SDPO falls behind GRPO.',
    here: "The same short questions with options, {{real-teacher-smollm2: problems with a failed attempt | value}} and {{real-teacher-coder: problems with a failed attempt | value}} of which the models fail; in nats. SmolLM2-135M-Instruct: its own feedback moves log p of the right answer by {{real-teacher-smollm2: log p of the right answer: moved by its own feedback, nats}}, another problem\u2019s by {{real-teacher-smollm2: log p of the right answer: moved by another problem's feedback, nats}}; log p of a failed attempt by {{real-teacher-smollm2: log p of a failed attempt: moved by its own feedback, nats}} and {{real-teacher-smollm2: log p of a failed attempt: moved by another problem's feedback, nats}}, own less another\u2019s {{real-teacher-smollm2: failed attempt: its own feedback less another problem's, nats}}. Qwen2.5-Coder-0.5B-Instruct: the right answer {{real-teacher-coder: log p of the right answer: moved by its own feedback, nats}} and {{real-teacher-coder: log p of the right answer: moved by another problem's feedback, nats}}; a failed attempt {{real-teacher-coder: log p of a failed attempt: moved by its own feedback, nats}} and {{real-teacher-coder: log p of a failed attempt: moved by another problem's feedback, nats}}, own less another\u2019s {{real-teacher-coder: failed attempt: its own feedback less another problem's, nats}}.",
    why: 'The smaller is a weak teacher, as the paper says: it takes up the right answer that its own feedback names, but doubts a failed attempt as much whoever\u2019s feedback it reads, so that most of what it would teach of an attempt is manner. The larger one doubts an attempt more for its own feedback than for another problem\u2019s. Two models of two families: that size makes the difference is not shown. No training on many questions was run at these sizes.',
    files: ['real-teacher-smollm2', 'real-teacher-coder'],
    exploratory: 'Exploratory: feedback written by hand, which names the options that are left.',
  },
  {
    id: 'real-discovery',
    outcome: 'differs',
    paper: 'On hard questions SDPO discovers what best-of-k does not.',
    here: 'SmolLM2-135M-Instruct on the {{real-discovery: hard ones: not one of 32 samples of the untouched model passes | value}} of {{real-discovery: short problems whose solution fits an attempt | value}} short questions with options that it never answered in 32 samples; {{real-discovery: attempts a run | value}} attempts, {{real-discovery: seeds | value}} seeds. Feedback names the options, less a wrong one that was chosen. best-of-k discovers {{real-discovery: best-of-k: discovered | %}}, SDPO {{real-discovery: sdpo: discovered | %}}; in some seed SDPO discovers {{real-discovery: problems that sdpo discovers in some seed and best-of-k in none | value}} of the questions and best-of-k none of those. On 21 questions, easy ones among them, with 4 attempts an update where there are 2 here, and feedback that lists the same options whatever was answered (16 attempts, 2 seeds): best-of-k {{real-discovery-facts: best-of-k: discovery@16, 21 problems, 2 seeds | %}}, SDPO {{real-discovery-facts: sdpo: discovery@16, 21 problems, 2 seeds | %}}, SDPO alone {{real-discovery-facts: problems that sdpo discovers in some seed and best-of-k in none | value}}, best-of-k alone {{real-discovery-facts: problems that best-of-k discovers in some seed and sdpo in none | value}}.',
    why: 'A teacher of this size takes up an option that feedback names. On the questions that settings were chosen on, feedback that only denied an answer had the teacher repeat it, and the student learned its manner ("The answer is\u2026") before its content. Most hard questions stay undiscovered. And the feedback gives the answer away among two or three: who knows nothing and guesses among the options named has it within 4 attempts in five games of six and within 16 in all. Multi-turn, which has the same feedback in its context, discovers {{real-discovery-reading: multi-turn, window 1: discovered | %}} with one piece and {{real-discovery-reading: multi-turn, window 3: discovered | %}} with three. So SDPO is ahead of best-of-k here and far behind reading; the mix with GRPO was not run.',
    files: ['real-discovery', 'real-discovery-reading', 'real-discovery-facts'],
    exploratory:
      'Exploratory: judges written by hand; one setting, chosen on seven other questions of the same kinds.',
  },
]
