/* Check-in: reads QR codes with the camera where the browser can. Typing works everywhere. */
const form = document.querySelector("[data-check-in]");
const button = form?.querySelector("[data-scan]");
const video = form?.querySelector("[data-camera]");

async function scan() {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const look = async () => {
    const [found] = await detector.detect(video);
    if (!found) return setTimeout(look, 200);
    for (const track of stream.getTracks()) track.stop();
    form.elements.code.value = found.rawValue;
    form.requestSubmit();
  };
  look();
}

if (button && "BarcodeDetector" in window && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", () => scan().catch(() => { button.hidden = true; }));
}
