"""Plans, steps and the store of published results.

Above the engine and geodata, below the service.
"""
