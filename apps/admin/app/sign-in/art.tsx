const stays = Array.from({ length: 13 }, (_, index) => ({
  path: `M236 ${96 + 9 * index}L${300 + 34 * index} 900`,
  width: index === 12 ? 2.5 : 1,
  opacity: 0.18 + 0.055 * index,
}))

const shrouds = Array.from({ length: 8 }, (_, index) => ({
  path: `M236 ${110 + 12 * index}L${188 - 27 * index} 900`,
  width: 1,
  opacity: 0.55 - 0.05 * index,
}))

/** The mast with its stays; the mainstay is the strong one. */
export function Art() {
  return (
    <div aria-hidden="true" className="relative overflow-hidden border-l bg-canvas max-[56rem]:hidden">
      <svg
        viewBox="0 0 720 900"
        preserveAspectRatio="xMidYMid slice"
        className="absolute inset-0 size-full fill-none stroke-accent [stroke-linecap:round]"
      >
        <path d="M236 60V900" strokeWidth="5" />
        {[...stays, ...shrouds].map((line) => (
          <path key={line.path} d={line.path} strokeWidth={line.width} opacity={line.opacity.toFixed(2)} />
        ))}
      </svg>
    </div>
  )
}
