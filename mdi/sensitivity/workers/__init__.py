"""Who makes draws: the threads of this process, or the workers of a cluster."""
