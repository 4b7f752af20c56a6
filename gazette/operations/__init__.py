"""What the technician has: switches, backup and restore, the audit trail, the doctor.

    switches.py     只读 and 闭站: turned by a command or in the admin, seen by every process
    middleware.py   what they do to requests
    rows.py         every row of a database, as lines of text, on either engine
    backup.py       the paper in one file                     restore.py   the way back
    audit_trail.py  who did what, out of the records that are kept anyway
    audit_page.py   the same in the admin                     admin.py     the record of switches there
    doctor/         what is wrong with an installation, and how to mend it
    licences.py     the licences of what is installed

It stands in the layer of the project: it knows every app, and no app knows it.
"""
