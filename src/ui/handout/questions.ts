/** What a class is asked on each lesson's handout, in the lessons' order; answers are in docs/teach. */
export const questions: readonly (readonly string[])[] = [
  [
    'All attempts of a group failed. What can a learner do that has one number for each attempt?',
    'What would it need to know more than pass or fail, to do better than that?',
  ],
  [
    'Which token would you blame, and what would you write in its place?',
    'Two readers disagree about a token. What has the one read that the other has not?',
  ],
  [
    'What did the judge give away, and what not?',
    'Write feedback that would help as little as \u201cwrong\u201d, and feedback that would give the answer away.',
  ],
  [
    'Who is the teacher, and where does it know more than the student?',
    'Hide the feedback: why does the gap between the two readers close?',
  ],
  [
    'Another attempt passed. What does its text tell about this one that a failed test does not?',
    'When would you rather be told what was wrong, and when be shown what was right?',
  ],
  [
    'The same model could be asked again, with the feedback in the question. What is kept after that, and what after an update?',
    'When is asking again the better choice?',
  ],
  [
    'How can a token be blamed that was right?',
    'Which of the numbers on the page would tell you first that training goes wrong?',
  ],
]
