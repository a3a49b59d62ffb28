/** A shell that completes words on request. */
export type Shell = "bash" | "zsh" | "fish";

/**
 * What each shell reads to complete words: it asks `pid1lint completion SHELL WORD...`, so that what is offered is
 * what this version knows. A line `*` of the answer stands for names of files.
 */
export const shellScripts: Readonly<Record<Shell, string>> = {
  bash: `# Completion of pid1lint for bash: eval "$(pid1lint completion bash)"
_pid1lint() {
  local word current="\${COMP_WORDS[COMP_CWORD]}"
  [[ $current == "=" ]] && current=""
  COMPREPLY=()
  while IFS= read -r word; do
    if [[ $word == "*" ]]; then
      compopt -o filenames
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
    else
      [[ $word == *= ]] && compopt -o nospace
      COMPREPLY+=("$word")
    fi
  done < <("$1" completion bash "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _pid1lint pid1lint
`,
  zsh: `#compdef pid1lint
# Completion of pid1lint for zsh: eval "$(pid1lint completion zsh)" after compinit,
# or save this as _pid1lint in a folder of $fpath.
_pid1lint() {
  local -a found
  found=("\${(@f)$("\${(Q)words[1]}" completion zsh "\${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}")
  compadd -Q -S '' -- \${(M)found:#*=}
  compadd -Q -- \${\${found:#*=}:#\\*}
  if (( \${found[(Ie)*]} )); then
    compset -P '*='
    _files
  fi
}
if [[ $funcstack[1] == _pid1lint ]]; then _pid1lint "$@"; else compdef _pid1lint pid1lint; fi
`,
  fish: `# Completion of pid1lint for fish: pid1lint completion fish > ~/.config/fish/completions/pid1lint.fish
function __pid1lint_complete
    for word in (pid1lint completion fish (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
        if test $word = '*'
            set -l before (string match -r '^.*=' -- (commandline -ct))
            for path in (__fish_complete_path (string replace -r '^.*=' '' -- (commandline -ct)))
                echo "$before$path"
            end
        else
            echo $word
        end
    end
end
complete -c pid1lint -f -a '(__pid1lint_complete)'
`,
};
