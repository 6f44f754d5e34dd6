from visavis.main import app

app()
