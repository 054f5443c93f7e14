"""The numba core of the shapes: arrays in, arrays out; no names of things.

Imports numpy and numba alone. Kernels release the GIL and keep their machine code on
disk; the compiler flags stand once, in `geodata.core.compiler`.
"""
