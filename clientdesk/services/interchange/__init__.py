"""JSON, CSV and vCard in and out: the whole workspace as one document, address books as clients."""
