import requests

API_KEY = "okrt_your_api_key_here"
KR_ID = "your-kr-uuid"

def push_progress(value: float, comment: str, status: str):
    response = requests.post(
        f"https://go.okrstool.com/api/v1/okrs/{KR_ID}/checkins",
        headers={"Authorization": f"Bearer {API_KEY}"},
        json={"value": value, "comment": comment, "status": status}
    )
    response.raise_for_status()
    return response.json()

push_progress(82, "Weekly sync from analytics pipeline", "on_track")
