"""The catalogue's machinery: what is indexed of a practice, and how the facets are counted."""
