"""Owns proofs about the conditions of one Program: what never holds, what always does, what can at once,
and which lead shows it.
Must not know any lint rule; z3 is imported only when something is asked."""
