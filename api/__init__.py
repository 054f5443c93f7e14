"""The service: HTTP only. If it computes, it is in the wrong package."""
