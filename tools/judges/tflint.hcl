# Turns on all of tflint's Terraform rules. The plugin is built in, so nothing is downloaded.
plugin "terraform" {
  enabled = true
  preset  = "all"
}
