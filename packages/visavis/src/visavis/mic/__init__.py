"""`visavis mic`: a microphone, or a sound file, heard by a model server chunk by chunk."""
