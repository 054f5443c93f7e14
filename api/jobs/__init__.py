"""Jobs: batches that are started over HTTP and carried out by processes of their own.

All that is known of jobs stands in a folder, so that every worker of the service can tell of
every job, and a service that starts again knows what it knew.
"""
