/** Problems as people copy them, each in the form of a site or a test file; written for these tests. */
export const leetcode = `57. Longest Quiet Stretch
Solved
Medium
Topics
Companies
Given an array of integers noise and an integer limit, return the length of the longest run of hours whose noise stays below limit.

Example 1:

Input: noise = [3,1,2,9,1], limit = 5
Output: 3
Explanation: The hours 0 to 2 are quiet.

Example 2:

Input: noise = [7, 8], limit = 5
Output: 0

Constraints:

1 <= noise.length <= 1000
0 <= noise[i] <= 100

/**
 * @param {number[]} noise
 * @param {number} limit
 * @return {number}
 */
var longestQuiet = function(noise, limit) {

};`

export const leetcodePython = `Merge two logs

You are given two sorted lists of times, first and second. Merge them.

**Example 1:**

**Input:** first = [1,4], second = [2,3]
**Output:** [1,2,3,4]

**Example 2:**

**Input:** first = [], second = [None]
**Output:** [None]

class Solution:
    def mergeLogs(self, first: List[int], second: List[int]) -> List[int]:
        `

export const codeforces = `B. Lanterns
time limit per test1 second
memory limit per test256 megabytes
inputstandard input
outputstandard output
Mina hangs lanterns on a rope. Each of the n lanterns has a brightness. She wants to know the total.

Input
The first line contains an integer n (1 \u2264 n \u2264 100). The second line contains n integers.

Output
Print one integer, the total brightness.

Examples
inputCopy
3
1 2 3
outputCopy
6
inputCopy
1
5
outputCopy
5
Note
In the first example the total is 1 + 2 + 3.`

export const atcoder = `Problem Statement

You are given a word S. Print it backwards.

Input

The input is given from Standard Input in the following format:

S

Output

Print the answer.

Sample Input 1

abc

Sample Output 1

cba

Sample Input 2

x

Sample Output 2

x`

export const humanEval = `from typing import List


def is_ramp(steps: List[int], most: int) -> bool:
    """ Check whether the steps never fall, and never
    rise by more than most.
    >>> is_ramp([1, 2, 3], 1)
    True
    >>> is_ramp([1, 4], 2)
    False
    """


METADATA = {}


def check(candidate):
    assert candidate([1, 1, 2], 1) == True
    assert candidate([2, 1], 5) == False
    assert abs(candidate([], 0) - 1) < 1e-6

check(is_ramp)`

export const doctests = `def area(width, height=1):
    """The area of a rectangle.

    Examples:
    >>> area(2, 3)
    6
    >>> area(4)
    4
    >>> area(-1)
    Traceback (most recent call last):
    ValueError: negative
    """
    if width < 0:
        raise ValueError("negative")
    return width * height`

export const arrows = `Double every number and drop the odd ones.

double_even([1, 2, 3, 4]) -> [4, 8]
double_even([]) -> []
double_even([7)] -> []`

export const asserts = `Write a function to find the n-th seat from the aisle.
assert seat(1, [4, 5]) == 4
assert seat(2, (9, 8)) == 8, "second"
assert set(seat(1, [[1]])) == set([1])`

export const questionAnswer = `Q: Which gas do plants take up for photosynthesis?
A: carbon dioxide`

export const choices = `Which organ pumps blood?

A) The liver
B) The heart
C) The lung
D) The kidney

Correct answer: B`

export const physics = `A stone falls freely for 2 s from rest. How fast is it then? Take g = 9.81 m/s^2.
Answer: about 19.6 m/s`

export const gradeSchool = `Tom has 3 boxes with 12 pencils each and gives 7 away. How many are left?
3 * 12 = 36 pencils, 36 - 7 = 29.
#### 29`

export const html = `<p>Given a string <code>word</code>, return it in capital letters &mdash; nothing else.</p>
<p><strong>Example 1:</strong></p>
<pre><strong>Input:</strong> word = &quot;ab&lt;c&quot;
<strong>Output:</strong> &quot;AB&lt;C&quot;
</pre>
<script>alert(1)</script>`
