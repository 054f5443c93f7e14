"""HTTP as it should be: what both faces of the service share."""
