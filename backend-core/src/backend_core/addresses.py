"""E-mail addresses of accounts."""

import email_validator
from pydantic import EmailStr

# No mail gets there from elsewhere, but the networks of organisations that run the platform themselves end like that,
# and so do the demo's accounts.
email_validator.SPECIAL_USE_DOMAIN_NAMES.remove("local")

Email = EmailStr
"""Nothing is looked up: whether mail arrives there is another question."""
