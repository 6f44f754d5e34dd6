"""The model server: this machine's engines over HTTP, in OpenAI's shapes and in the platform's own."""
