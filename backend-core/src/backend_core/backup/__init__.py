"""Backups: the record and the files that belong to it, as they were at one instant, in a folder of their own.

    visavis-20261122T140500Z/
        manifest.json                    the last that is written: without it there is no backup
        tables/NAME.copy.gz              rows as COPY writes them (persistence.copies)
        objects/resumes/…, recordings/…  as they lie in object storage, encrypted

No key is in it. The ledger of erasures (contracts.rights) stays where it is, and is replayed after a restore.
"""
