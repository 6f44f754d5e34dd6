"""The candidate's peer connection: how it is offered, kept, watched and freed."""
