#!/usr/bin/env python3
"""The verdict of placement_duel.py, with scores as literals: what breaks rules, then what it wishes away."""
import unittest

from placement_duel import verdict

WORSE, SAME, BETTER = (0, 101), (0, 100), (0, 99)  # than ours


class Verdict(unittest.TestCase):
    OURS = [(0, 100)] * 10

    def test_four_of_five_are_enough(self):
        self.assertEqual(verdict(self.OURS, [WORSE] * 8 + [BETTER] * 2), (8, True))
        self.assertEqual(verdict(self.OURS, [WORSE] * 7 + [BETTER] * 3), (7, False))

    def test_the_same_is_no_victory(self):
        self.assertEqual(verdict(self.OURS, [WORSE] * 7 + [SAME] * 3), (7, False))

    def test_a_broken_rule_is_worse_than_any_wish(self):
        self.assertEqual(verdict(self.OURS, [(1, 0)] * 10), (10, True))

    def test_no_plan_is_worse_than_any(self):
        self.assertEqual(verdict(self.OURS, [None] * 10), (10, True))

    def test_one_rule_that_ours_breaks_is_too_many(self):
        self.assertEqual(verdict([(0, 100)] * 9 + [(1, 0)], [WORSE] * 9 + [(2, 0)]), (10, False))
        self.assertEqual(verdict([(0, 100)] * 9 + [None], [WORSE] * 10), (9, False))


if __name__ == "__main__":
    unittest.main()
