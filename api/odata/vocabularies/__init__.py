"""What a service says of itself in $metadata, in the words of OASIS's vocabularies."""
