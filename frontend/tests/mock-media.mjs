// A media server within the page: its peer is the page's own browser, and its socket says what it is given.

/**
 * @param {import("@playwright/test").Page} page
 * @param {object[]} messages Sent as soon as the page has shown its ticket, and acknowledged by nothing.
 */
export async function mockMedia(page, messages) {
  await page.route("**/media/offer", async (route) => {
    const { sdp } = route.request().postDataJSON();
    const answer = await page.evaluate(answerOffer, sdp);
    await route.fulfill({ json: { session_id: "mock", type: "answer", sdp: answer } });
  });
  await page.routeWebSocket(/\/media\/ws\//, (socket) => {
    socket.onMessage((message) => {
      if (JSON.parse(String(message)).type !== "authenticate") return;
      for (const each of messages) socket.send(JSON.stringify(each));
    });
  });
}

/** Runs in the page. @param {string} sdp */
async function answerOffer(sdp) {
  const peer = new RTCPeerConnection();
  // What nothing refers to is collected, and hangs up.
  Object.assign(window, { mediaServer: peer });
  await peer.setRemoteDescription({ type: "offer", sdp });
  const gathered = new Promise((resolve) => {
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState === "complete") resolve(undefined);
    });
  });
  await peer.setLocalDescription();
  await gathered;
  return peer.localDescription?.sdp;
}

/** The first question has been asked, and the answer is being heard. @param {{ id: string, text: string }} question */
export function listening(question) {
  const state = { type: "turn.state", turn: 1, held: false, prep_seconds: null, seconds_left: null };
  const caption = { type: "caption", turn: 1, final: false };
  const stable = "We heard that the list of orders was slow, so first I traced";
  return [
    { ...state, phase: "speaking" },
    { type: "question.started", question },
    { type: "question.words", turn: 1, spoken: question.text.length },
    { ...state, phase: "listening" },
    { ...caption, text: `${stable} where the`, stable: stable.length },
  ];
}
