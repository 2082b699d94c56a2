/**
 * What two readers make of positions, of their logits where these lie: a workgroup a row. A picture shows a few tokens of a
 * vocabulary, so a few words of a row go to the host and not the row. An invocation has several loads on their way at once,
 * since it is waiting for one after the other that a long row costs; sums are made in parts.
 */
import { joined, kernelCode, lines, writtenOnce, type KernelCode } from './kernel-code.ts'

/** Invocations of a workgroup. */
const width = 256
/** Elements of a row that an invocation loads before it looks at any. */
const loads = 8
/** Below every logit. */
const lowest = '-3.4028234e38'

/** Goes through the vocabulary: of each reader whose logits begin at `NAMERow`, `visit` has a value, its name and a number; and the element's id, and whether it is `inside` the row. */
function through(vocabulary: number, readers: readonly string[], visit: (n: number) => string): string {
  return `for (var first = i; first < ${vocabulary}u; first += ${width * loads}u) {
    ${lines(loads, (n) =>
      readers
        .map(
          (name) => `let ${name}${n} = logits[${name}Row + min(first + ${n * width}u, ${vocabulary - 1}u)];`,
        )
        .join(' '),
    )}
    ${lines(loads, (n) => `{ let id = first + ${n * width}u; let inside = id < ${vocabulary}u; ${visit(n)} }`)}
  }`
}

const begin = `@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {`

/** The likeliest k tokens of a row: each invocation keeps those of its own elements, of which the largest of all are taken one by one. Equal values go by id; places that a small vocabulary leaves free have the id 2^32 - 1. */
const likeliest = (k: number): string => {
  const from = (first: number, line: (n: number) => string) =>
    Array.from({ length: k - first }, (_, n) => line(first + n))
  return `
var<private> best: array<f32, ${k}>;
var<private> bestIds: array<u32, ${k}>;
var<workgroup> heads: array<f32, ${width}>;
var<workgroup> headIds: array<u32, ${width}>;
var<workgroup> top: array<u32, ${2 * k}>;
fn none() { ${from(0, (n) => `best[${n}] = ${lowest}; bestIds[${n}] = 0xffffffffu;`).join(' ')} }
fn offer(value: f32, id: u32) {
  if (value > best[${k - 1}]) {
    best[${k - 1}] = value;
    bestIds[${k - 1}] = id;
    ${from(
      1,
      (n) => `if (best[${n}] > best[${n - 1}]) {
      let value${n} = best[${n}]; best[${n}] = best[${n - 1}]; best[${n - 1}] = value${n};
      let id${n} = bestIds[${n}]; bestIds[${n}] = bestIds[${n - 1}]; bestIds[${n - 1}] = id${n};
    }`,
    )
      .reverse()
      .join('\n    ')}
  }
}
/** Writes the ids from place \`at\` on, and returns the largest value. */
fn taken(i: u32, at: u32) -> f32 {
  var peak = ${lowest};
  for (var n = 0u; n < ${k}u; n++) {
    heads[i] = best[0];
    headIds[i] = bestIds[0];
    ${joined(
      width,
      (a, b) => `
      if (heads[${b}] > heads[${a}] || (heads[${b}] == heads[${a}] && headIds[${b}] < headIds[${a}])) {
        heads[${a}] = heads[${b}];
        headIds[${a}] = headIds[${b}];
      }`,
    )}
    let id = headIds[0];
    peak = max(peak, heads[0]);
    if (i == 0u) { top[at + n] = id; }
    if (bestIds[0] == id) {
      ${from(1, (n) => `best[${n - 1}] = best[${n}]; bestIds[${n - 1}] = bestIds[${n}];`).join(' ')}
      best[${k - 1}] = ${lowest};
      bestIds[${k - 1}] = 0xffffffffu;
    }
    workgroupBarrier();
  }
  return peak;
}`
}

/** What tells rows apart that are compared. */
export interface ComparedShape {
  rows: number
  vocabulary: number
  /** 0: KL(teacher || student); 1: KL(student || teacher); between: the generalised Jensen-Shannon divergence (src/sdpo/divergence.ts). */
  alpha: number
  /** Candidates of each reader. */
  k: number
}

/** Ids that a row's log-probabilities are given of: the sampled token, then the candidates of student and teacher. */
export const comparedIds = (k: number): number => 1 + 2 * k
/** Floats of a row: both entropies, the divergence; the ids; the student's log-probabilities on them; the teacher's. */
export const comparedWords = (k: number): number => 3 + 3 * comparedIds(k)

/** Two readers' logits compared: the student's [rows, V] come first, at which row the teacher's begin is the first of `asked`, after which is a token a row. out [rows, `comparedWords`], nats. */
export const comparedKernel = writtenOnce(function comparedKernel({
  rows,
  vocabulary,
  alpha,
  k,
}: ComparedShape): KernelCode {
  const readers = ['student', 'teacher']
  const between = alpha > 0 && alpha < 1
  const crossed = alpha === 0 ? 'tw * (t - s)' : 'sw * (s - t)'
  const deviations = (n: number) => `let s = student${n} - studentPeak; let t = teacher${n} - teacherPeak;`
  const ids = comparedIds(k)
  return kernelCode(
    'two readers compared',
    { logits: 'read', asked: 'words', out: 'write' },
    `${likeliest(k)}
var<workgroup> sums: array<vec4f, ${width}>;
var<workgroup> crosses: array<f32, ${width}>;
${begin}
  let studentRow = group.x * ${vocabulary}u;
  let teacherRow = (asked[0] + group.x) * ${vocabulary}u;
  none();
  ${through(vocabulary, ['student'], (n) => `offer(select(${lowest}, student${n}, inside), id);`)}
  let studentPeak = taken(i, 0u);
  none();
  ${through(vocabulary, ['teacher'], (n) => `offer(select(${lowest}, teacher${n}, inside), id);`)}
  let teacherPeak = taken(i, ${k}u);

  var sum = vec4f(0.0);
  var cross = 0.0;
  ${through(
    vocabulary,
    readers,
    (n) => `${deviations(n)}
      let sw = select(0.0, exp(s), inside);
      let tw = select(0.0, exp(t), inside);
      sum += vec4f(sw, sw * s, tw, tw * t);
      ${between ? '' : `cross += ${crossed};`}`,
  )}
  sums[i] = sum;
  crosses[i] = cross;
  ${joined(width, (a, b) => `sums[${a}] += sums[${b}]; crosses[${a}] += crosses[${b}];`)}
  let total = sums[0];
  let studentLog = log(total.x);
  let teacherLog = log(total.z);
  ${
    between
      ? `workgroupBarrier();
  ${through(
    vocabulary,
    readers,
    (n) => `let s = student${n} - studentPeak - studentLog;
      let t = teacher${n} - teacherPeak - teacherLog;
      let a = s + f32(${Math.log(1 - alpha)});
      let b = t + f32(${Math.log(alpha)});
      let m = max(a, b) + log(1.0 + exp(-abs(a - b)));
      cross += select(0.0, f32(${1 - alpha}) * exp(s) * (s - m) + f32(${alpha}) * exp(t) * (t - m), inside);`,
  )}
  crosses[i] = cross;
  ${joined(width, (a, b) => `crosses[${a}] += crosses[${b}];`)}
  let divergence = crosses[0];`
      : alpha === 0
        ? 'let divergence = crosses[0] / total.z + studentLog - teacherLog;'
        : 'let divergence = crosses[0] / total.x + teacherLog - studentLog;'
  }
  let at = group.x * ${comparedWords(k)}u;
  if (i == 0u) {
    out[at] = studentLog - total.y / total.x;
    out[at + 1u] = teacherLog - total.w / total.z;
    out[at + 2u] = divergence;
  }
  for (var n = i; n < ${ids}u; n += ${width}u) {
    var id = asked[1u + group.x];
    if (n > 0u) { id = top[n - 1u]; }
    let place = min(id, ${vocabulary - 1}u);
    out[at + 3u + n] = f32(id);
    out[at + ${3 + ids}u + n] = logits[studentRow + place] - studentPeak - studentLog;
    out[at + ${3 + 2 * ids}u + n] = logits[teacherRow + place] - teacherPeak - teacherLog;
  }
}`,
    [rows, 1, 1],
  )
})

/** Log-probabilities of logits [rows, V] at ids [rows, count]: out [rows, count], nats. */
export const logProbsAtKernel = writtenOnce(function logProbsAtKernel({
  rows,
  vocabulary,
  count,
}: {
  rows: number
  vocabulary: number
  count: number
}): KernelCode {
  return kernelCode(
    'log-probabilities at ids',
    { logits: 'read', asked: 'words', out: 'write' },
    `var<workgroup> part: array<f32, ${width}>;
${begin}
  let ownRow = group.x * ${vocabulary}u;
  var peak = ${lowest};
  ${through(vocabulary, ['own'], (n) => `peak = max(peak, own${n});`)}
  part[i] = peak;
  ${joined(width, (a, b) => `part[${a}] = max(part[${a}], part[${b}]);`)}
  peak = part[0];
  workgroupBarrier();
  var sum = 0.0;
  ${through(vocabulary, ['own'], (n) => `sum += select(0.0, exp(own${n} - peak), inside);`)}
  part[i] = sum;
  ${joined(width, (a, b) => `part[${a}] += part[${b}];`)}
  let logSum = log(part[0]);
  for (var n = i; n < ${count}u; n += ${width}u) {
    let at = group.x * ${count}u + n;
    out[at] = logits[ownRow + min(asked[at], ${vocabulary - 1}u)] - peak - logSum;
  }
}`,
    [rows, 1, 1],
  )
})
